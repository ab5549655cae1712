package io.osler.ner.evidence;

import io.osler.engine.Engine;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.detect.SpanScoreDetector;
import io.osler.ner.detect.SpanScoreOptions;
import io.osler.ner.head.HeadModel;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The door to evidence for prompts: a small fitted model over what a language model says of spans, what annotated
 * sentences say of their strings and words, and a dictionary's names.
 *
 * <pre>{@code
 * SpanReader reader = Evidences.reader(engine, task, selector, asked);
 * FittedEvidence evidence = Evidences.fit(
 *         reader, asked.boundary(), info, pool, Optional.empty(), EvidenceOptions.DEFAULTS, System.err::println);
 * MentionDetector detector = new EvidenceDetector(reader, evidence, asked.boundary());
 * }</pre>
 */
public final class Evidences {
    /** Looks further than span scores alone do: other evidence may speak for what the model doubts. */
    private static final SpanScoreOptions LOOKED_INTO = new SpanScoreOptions(0.02, 0.001, 12, 0.5);

    private Evidences() {}

    /**
     * Reads spans.
     *
     * @param options of a marked copy held to its grammar
     */
    public static SpanReader reader(Engine engine, Task task, ExampleSelector selector, DetectorOptions options) {
        return new SpanScoreDetector(engine, task, selector, options, _ -> List.of(), LOOKED_INTO);
    }

    /**
     * What fitted evidence will go with; its scores are yet to come.
     *
     * @param model name of the engine's model, for people
     */
    public static EvidenceInfo info(
            Engine engine, String model, Task task, PromptSettings prompt, Optional<EvidenceNames> names) {
        return new EvidenceInfo(
                EvidenceInfo.FORMAT,
                HeadModel.of(engine, model),
                task.name(),
                HeadModel.hash(task),
                task.labelNames(),
                prompt,
                names.map(EvidenceNames::fingerprint).orElse(""),
                "",
                null);
    }

    /**
     * Fits evidence to sentences of a pool.
     *
     * @param reader   that evidence will be used with; must show a sentence nothing of its own document, or the sentence is
     *                 left out
     * @param boundary that mentions will be found with
     * @param pool     with the document of each sentence
     * @param progress told what is done, a line at a time
     * @throws IllegalArgumentException when there are too few sentences, or no mention in them
     */
    public static FittedEvidence fit(
            SpanReader reader,
            BoundaryProfile boundary,
            EvidenceInfo info,
            ExamplePool pool,
            Optional<EvidenceNames> names,
            EvidenceOptions options,
            Consumer<String> progress) {
        EvidenceFitter.Fit fit =
                new EvidenceFitter(info.labels(), pool, names, options, boundary, progress).fit(reader);
        boolean asksNames = fit.parts().contains(EvidencePart.KB);
        EvidenceInfo whole = new EvidenceInfo(
                info.format(),
                info.model(),
                info.task(),
                info.taskHash(),
                info.labels(),
                info.prompt(),
                asksNames ? info.names() : "",
                EvidencePart.text(fit.parts()),
                fit.scores());
        return new FittedEvidence(
                whole,
                fit.pool(),
                fit.origins(),
                fit.regression(),
                fit.threshold(),
                asksNames ? names : Optional.empty());
    }

    /**
     * Reads evidence that belongs to a model, a task and a prompt.
     *
     * @param names the dictionary it asks, if it asks one
     * @throws io.osler.ner.NerException HEAD_UNUSABLE when it is of others, or damaged
     */
    public static FittedEvidence open(
            Path file, Engine engine, Task task, PromptSettings prompt, Optional<EvidenceNames> names) {
        FittedEvidence evidence = EvidenceFile.read(file, names);
        requireFits(file, evidence.info(), HeadModel.of(engine, ""), task, prompt);
        return evidence;
    }

    static void requireFits(Path file, EvidenceInfo info, HeadModel model, Task task, PromptSettings prompt) {
        if (!info.taskHash().equals(HeadModel.hash(task))) {
            throw EvidenceFile.unusable(
                    file,
                    "was fitted for task '%s' with %s, not for '%s' with %s"
                            .formatted(info.task(), info.labels(), task.name(), task.labelNames()),
                    null);
        }
        if (!info.model().modelHash().equals(model.modelHash())
                || !info.model().tokenHash().equals(model.tokenHash())) {
            throw EvidenceFile.unusable(
                    file,
                    "was fitted on another model (%s, files %s) than this one (files %s); use that model, or fit it again"
                            .formatted(info.model().name(), info.model().modelHash(), model.modelHash()),
                    null);
        }
        if (!info.prompt().equals(prompt)) {
            throw EvidenceFile.unusable(
                    file,
                    "was fitted with another prompt (%s) than this run asks with (%s); ask so, or fit it again"
                            .formatted(info.prompt().words(), prompt.words()),
                    null);
        }
    }
}
