package io.osler.ner.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.TextSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.export.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is proposed, corrected and read again is the same sentences with the corrected mentions. */
class ProposalFilesTest {
    private static final ClinicalNote NOTE =
            new ClinicalNote("ward 3/a", "HISTORY\n\n😀 He has chest\n  pain today. Mother had 𝒂che and rash.\n");

    private static final RunInfo INFO =
            new RunInfo("1", "toy", "f32", "toy", List.of("sign"), Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    private Path directory;

    private static List<Proposal> proposals() {
        List<PlacedSentence> sentences = PlacedSentence.of(NOTE);
        int pain = NOTE.text().indexOf("chest");
        int ache = NOTE.text().indexOf("𝒂che");
        List<Mention> found = List.of(
                new Mention(new TextSpan(pain, NOTE.text().indexOf(" today")), "sign", 0.5),
                new Mention(new TextSpan(ache, ache + "𝒂che".length()), "sign", 0.75));
        return List.of(
                new Proposal(sentences.get(1), sentences.get(1).inside(found), OptionalDouble.of(0.5)),
                new Proposal(sentences.get(0), sentences.get(0).inside(found), OptionalDouble.empty()));
    }

    private void requireSame(List<GoldSentence> read, String... mentions) {
        assertThat(read.stream().map(GoldSentence::text).toList())
                .containsExactlyInAnyOrder("Mother had 𝒂che and rash.", "😀 He has chest pain today.");
        assertThat(read.stream()
                        .flatMap(sentence -> sentence.gold().mentions().stream()
                                .map(mention -> mention.span().in(sentence.text())))
                        .toList())
                .containsExactlyInAnyOrder(mentions);
    }

    @Test
    void sentencesSayWhereTheyStand() {
        List<PlacedSentence> sentences = PlacedSentence.of(NOTE);
        assertThat(sentences)
                .extracting(PlacedSentence::number)
                .as("the heading is the first")
                .containsExactly(2, 3);
        PlacedSentence last = sentences.getLast();
        assertThat(last.span().in(NOTE.text())).isEqualTo("Mother had 𝒂che and rash.");
        assertThat(last.id()).isEqualTo("ward 3/a@38-63");
        int[] points = NOTE.text().codePoints().toArray();
        assertThat(new String(points, 38, 63 - 38)).isEqualTo(last.text());
    }

    @Test
    void theIndexTracesSentencesWithoutTheirWords() throws IOException {
        ProposalFiles.write(directory, proposals(), ProposalFormat.JSONL, INFO);
        List<String> lines = Files.readAllLines(directory.resolve(ProposalFiles.INDEX));
        assertThat(lines)
                .first()
                .isEqualTo(
                        "{\"id\":\"ward 3/a@38-63\",\"note\":\"ward 3/a\",\"sentence\":3,\"begin\":38,\"end\":63,"
                                + "\"offsets\":\"unicode code points, half-open\",\"rank\":1,\"mentions\":1,\"uncertainty\":0.5}");
        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("chest"));
        requireSame(read(directory.resolve(ProposalFiles.SENTENCES)), "chest pain", "𝒂che");
    }

    @Test
    void bratFilesAreCorrectedWhereTheyAre() throws IOException {
        ProposalFiles.write(directory, proposals(), ProposalFormat.BRAT, INFO);
        requireSame(read(directory), "chest pain", "𝒂che");
        Path ann = directory.resolve("ward_3_a_38-63.ann");
        Files.writeString(ann, Files.readString(ann) + "T9\tsign 20 24\trash\n");
        requireSame(read(directory), "chest pain", "𝒂che", "rash");
    }

    /** An export in miniature: the predictions become an annotation, and a person adds a region. */
    @Test
    void labelStudioExportsAreReadAgain() throws IOException {
        ProposalFiles.write(directory, proposals(), ProposalFormat.LABEL_STUDIO, INFO);
        ArrayNode tasks =
                (ArrayNode) JsonMapper.shared().readTree(Files.readString(directory.resolve("label-studio.json")));
        for (JsonNode task : tasks) {
            ObjectNode annotation = ((ObjectNode) task).putArray("annotations").addObject();
            ArrayNode result = annotation.putArray("result");
            task.path("predictions").get(0).path("result").forEach(result::add);
        }
        ObjectNode added = (ObjectNode)
                tasks.get(0).path("annotations").get(0).path("result").get(0).deepCopy();
        added.put("id", "new");
        ((ObjectNode) added.path("value")).put("start", 20).put("end", 24).put("text", "rash");
        ((ArrayNode) tasks.get(0).path("annotations").get(0).path("result")).add(added);
        Path export = Files.writeString(directory.resolve("export.json"), tasks.toString());
        requireSame(read(export), "chest pain", "𝒂che", "rash");
    }

    private static List<GoldSentence> read(Path place) {
        return GoldSentences.of(Corpora.read(place, ReadOptions.FOR_TASKS)).sentences();
    }
}
