package io.osler.ner.eval;

import io.osler.engine.Engine;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.evidence.EvidenceDetector;
import io.osler.ner.evidence.EvidenceInfo;
import io.osler.ner.evidence.EvidenceNames;
import io.osler.ner.evidence.EvidenceOptions;
import io.osler.ner.evidence.EvidencePart;
import io.osler.ner.evidence.EvidenceScores;
import io.osler.ner.evidence.Evidences;
import io.osler.ner.evidence.FittedEvidence;
import io.osler.ner.evidence.PromptSettings;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a setting says of evidence, among its further ones: {@code evidence} ({@code none}; {@code fit} for all parts; or
 * parts, such as {@code lm}, {@code pool}, {@code lm+pool}), {@code evidence-sentences} of the pool to fit it on,
 * {@code evidence-kb}, the dictionary that is asked, and {@code threshold}, a number instead of the fitted one.
 *
 * @param options   how it is fitted
 * @param threshold instead of the fitted one
 */
record PoolEvidence(EvidenceOptions options, OptionalDouble threshold) {
    private static final String EVIDENCE = "evidence";
    private static final String FIT = "fit";

    /** Empty when a setting asks for none. */
    static Optional<PoolEvidence> of(Setting setting) {
        Map<String, String> more = setting.more();
        String asked = more.getOrDefault(EVIDENCE, Setting.NONE);
        if (asked.equals(Setting.NONE)) {
            return Optional.empty();
        }
        EvidenceOptions options = EvidenceOptions.DEFAULTS.withSeed(setting.seed());
        if (more.containsKey("evidence-sentences")) {
            options = options.withSentences(SelectionSpec.count("evidence-sentences", more.get("evidence-sentences")));
        }
        if (!asked.equals(FIT)) {
            options = options.withParts(EvidencePart.parse(asked));
        }
        String threshold = more.getOrDefault("threshold", FIT);
        return Optional.of(new PoolEvidence(
                options,
                threshold.equals(FIT) ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(threshold))));
    }

    /** The dictionary a setting's evidence asks. */
    static Optional<String> kb(Setting setting) {
        return of(setting).isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(setting.more().get("evidence-kb"));
    }

    /**
     * Fits it to the task's examples, and finds mentions with it.
     *
     * @param own       documents of the sentences that will be asked about
     * @param documents of the task's examples
     */
    EvalDetector fitted(
            Engine engine,
            Task task,
            ExampleSelector selector,
            OwnDocuments own,
            List<String> documents,
            DetectorOptions asked,
            Optional<EvidenceNames> names) {
        ExamplePool pool = new ExamplePool(task.examples(), documents);
        SpanReader ofPool = Evidences.reader(engine, task, selector.outside(pool.documentsOfText()), asked);
        EvidenceInfo info =
                Evidences.info(engine, "", task, PromptSettings.of(task, SelectionSpec.SPREAD, asked), names);
        FittedEvidence fitted = Evidences.fit(ofPool, asked.boundary(), info, pool, names, options, _ -> {});
        MentionDetector detector = new EvidenceDetector(
                Evidences.reader(engine, task, selector.outside(own::of), asked),
                threshold.isPresent() ? fitted.withThreshold(threshold.getAsDouble()) : fitted,
                asked.boundary());
        EvidenceScores scores = fitted.info().scores();
        return EvalDetector.of(
                detector,
                Optional.of(engine),
                scores.alone().isEmpty() ? scores.words() : scores.words() + "; " + scores.alone());
    }
}
