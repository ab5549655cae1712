package io.osler.ner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.detect.DictionaryMentionDetector.Hit;
import io.osler.ner.head.HeadModel;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFileTest {
    private static final String ASKED = "gout, mumps and xerosis in water";

    @TempDir
    private Path directory;

    /** Gout is a name. */
    private static EvidenceNames names(String fingerprint) {
        return new EvidenceNames(
                text -> text.contains("gout")
                        ? List.of(new Hit(
                                new Mention(new TextSpan(text.indexOf("gout"), text.indexOf("gout") + 4), "disease", 1),
                                "MSH"))
                        : List.of(),
                fingerprint);
    }

    private Path written(Optional<EvidenceNames> names) {
        EvidenceInfo plain = EvidenceFixture.info();
        EvidenceInfo info = new EvidenceInfo(
                plain.format(),
                plain.model(),
                plain.task(),
                plain.taskHash(),
                plain.labels(),
                plain.prompt(),
                names.map(EvidenceNames::fingerprint).orElse(""),
                "",
                null);
        FittedEvidence evidence = Evidences.fit(
                new InventedReader(),
                BoundaryProfile.AS_FOUND,
                info,
                EvidenceFixture.pool(30),
                names,
                EvidenceOptions.DEFAULTS.withSentences(80),
                _ -> {});
        Path file = directory.resolve("my.evidence");
        EvidenceFile.write(file, evidence);
        assertThat(found(EvidenceFile.read(file, names)))
                .isEqualTo(found(evidence))
                .isNotEmpty();
        return file;
    }

    private static List<Mention> found(FittedEvidence evidence) {
        return new EvidenceDetector(new InventedReader(), evidence, BoundaryProfile.AS_FOUND).detect(ASKED);
    }

    @Test
    void whatIsReadJudgesAsWhatWasWritten() {
        Path file = written(Optional.empty());
        EvidenceInfo info = EvidenceFile.info(file);
        assertThat(info.parts()).isEqualTo("lm+pool+examples");
        assertThat(info.scores().strict().gold()).isEqualTo(80);
        assertThat(info.scores().ablation()).containsKey("pool");
        FittedEvidence evidence = EvidenceFile.read(file, Optional.empty());
        assertThat(found(evidence.withThreshold(0)))
                .hasSizeGreaterThan(found(evidence).size());
        assertThatThrownBy(() -> evidence.withThreshold(1.5))
                .hasMessage("threshold is 1.5, expected a number in [0, 1]");
    }

    @Test
    void aDictionaryIsAskedForByItsFingerprint() {
        Path file = written(Optional.of(names("f1")));
        assertThat(EvidenceFile.read(file, Optional.of(names("f1"))).origins()).containsExactly("MSH");
        assertThatThrownBy(() -> EvidenceFile.read(file, Optional.empty()))
                .hasMessageContaining("was fitted with a dictionary's names; name that dictionary");
        assertThatThrownBy(() -> EvidenceFile.read(file, Optional.of(names("f2"))))
                .hasMessageContaining("was fitted with the names of another dictionary (f1) than this one (f2)");
    }

    @Test
    void anotherTaskModelOrPromptIsRefused() {
        Path file = directory.resolve("any");
        EvidenceInfo info = EvidenceFixture.info();
        Task other = new Task("gene", "biomedical", List.of(new Label("gene", "gene", "")), List.of());
        assertThatThrownBy(
                        () -> Evidences.requireFits(file, info, EvidenceFixture.MODEL, other, EvidenceFixture.PROMPT))
                .isInstanceOfSatisfying(
                        NerException.class, e -> assertThat(e.code()).isEqualTo(NerException.Code.HEAD_UNUSABLE))
                .hasMessageContaining("was fitted for task 'disease' with [disease], not for 'gene' with [gene]");
        for (HeadModel model : List.of(
                new HeadModel("toy", "others", "F32", "tokens"), new HeadModel("toy", "files", "F32", "others"))) {
            assertThatThrownBy(() ->
                            Evidences.requireFits(file, info, model, EvidenceFixture.TASK, EvidenceFixture.PROMPT))
                    .hasMessageContaining("was fitted on another model (toy, files files) than this one");
        }
        for (PromptSettings prompt : List.of(
                new PromptSettings("static,k=4,seed=0", "default", false, 1, "p"),
                new PromptSettings("spread,k=4", "study", false, 1, "p"),
                new PromptSettings("spread,k=4", "default", true, 1, "p"),
                new PromptSettings("spread,k=4", "default", false, 2, "p"),
                new PromptSettings("spread,k=4", "default", false, 1, "q"))) {
            assertThatThrownBy(() ->
                            Evidences.requireFits(file, info, EvidenceFixture.MODEL, EvidenceFixture.TASK, prompt))
                    .hasMessageContaining(
                            "was fitted with another prompt (spread,k=4, profile default, open bias 1.0, pool p)"
                                    + " than this run asks with");
        }
        Evidences.requireFits(
                file,
                info,
                new HeadModel("renamed", "files", "INT8", "tokens"),
                EvidenceFixture.TASK,
                EvidenceFixture.PROMPT);
    }

    @Test
    void whatIsNoWholeFileIsNamed() throws IOException {
        Path file = written(Optional.empty());
        String whole = Files.readString(file);
        for (String damaged : List.of("not a file of ours", whole.substring(0, whole.length() / 2))) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> EvidenceFile.info(file))
                    .hasMessageContaining("is damaged or no evidence of 'osler fit-spans'");
        }
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> EvidenceFile.info(file)).hasMessageContaining("is no evidence of 'osler fit-spans'");
        Files.writeString(file, whole.replaceFirst("\"format\":1", "\"format\":99"));
        assertThatThrownBy(() -> EvidenceFile.info(file)).hasMessageContaining("has format 99, this version reads 1");
        Files.writeString(file, whole.replaceFirst("\"weights\":\\[[^,]*,", "\"weights\":["));
        assertThatThrownBy(() -> EvidenceFile.read(file, Optional.empty())).hasMessageContaining("is damaged");
        Files.writeString(file, whole.replaceFirst("\"begins\"", "\"begun\""));
        assertThatThrownBy(() -> EvidenceFile.info(file)).hasMessageContaining("is damaged");
        Files.writeString(file, whole.replaceFirst("\"lm\\+pool\\+examples\",\"scores", "\"lm\",\"scores"));
        assertThatThrownBy(() -> EvidenceFile.read(file, Optional.empty()))
                .hasMessageContaining("is damaged (its parts do not fit together)");
        assertThatThrownBy(() -> EvidenceFile.info(directory.resolve("missing")))
                .isInstanceOfSatisfying(
                        NerException.class, e -> assertThat(e.code()).isEqualTo(NerException.Code.INPUT_MISSING));
    }
}
