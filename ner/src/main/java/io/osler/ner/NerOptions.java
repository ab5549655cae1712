package io.osler.ner;

import io.osler.engine.EngineOptions;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.SpanScoreOptions;
import io.osler.ner.evidence.EvidenceChoice;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.select.SelectorParts;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.Task;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How notes are read. What is empty is as the task says.
 *
 * @param engine   how the engine is opened
 * @param format   how the model says what it found
 * @param select   which sentences of the task's pool it is shown, and how many
 * @param examples how many, whatever {@code select} and the task say; more than there are is all of them
 * @param parts    what some ways of selecting need beside the pool; the caller's to close
 * @param openBias added to the log-odds of one more mention: above 0 finds more, below 0 is surer; empty for what suits the
 *                 selection
 * @param spans    when present, spans are scored where else a copy is written
 * @param verified when present, mentions of these confidences stay only if the model, asked about each, says yes
 * @param assertions what says whether a mention is denied, doubted or somebody else's; empty for not to ask
 * @param evidence when present, spans are judged by what annotated sentences say of them, too, whatever {@code spans} says
 */
public record NerOptions(
        EngineOptions engine,
        Optional<OutputFormat> format,
        Optional<SelectionSpec> select,
        Optional<Integer> examples,
        SelectorParts parts,
        OptionalDouble openBias,
        Optional<SpanScoreOptions> spans,
        Optional<ConfidenceBand> verified,
        Optional<AssertionRules> assertions,
        Optional<EvidenceChoice> evidence) {
    public static final NerOptions DEFAULTS = new NerOptions(
            EngineOptions.DEFAULTS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SelectorParts.NONE,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(AssertionRules.BUILT_IN),
            Optional.empty());

    public NerOptions {
        examples.filter(count -> count < 0).ifPresent(count -> {
            throw new IllegalArgumentException("examples is %d, expected 0 or more".formatted(count));
        });
        openBias.ifPresent(bias -> {
            if (!Double.isFinite(bias)) {
                throw new IllegalArgumentException("openBias is %s, expected a finite number".formatted(bias));
            }
        });
    }

    /** Which examples a task is shown with. */
    public SelectionSpec selection(Task task) {
        SelectionSpec spec = select.orElse(task.defaults().select());
        return spec.withK(Math.min(examples.orElse(spec.k()), task.examples().size()));
    }

    /** How a task is asked. */
    public DetectorOptions detection(Task task) {
        DetectorOptions ofTask = DetectorOptions.of(task.defaults());
        return ofTask.withFormat(format.orElse(ofTask.format()))
                .withOpenBias(openBias.orElseGet(() -> DetectorOptions.openBias(selection(task))));
    }

    public NerOptions withEngine(EngineOptions options) {
        return new NerOptions(
                options, format, select, examples, parts, openBias, spans, verified, assertions, evidence);
    }

    public NerOptions withFormat(OutputFormat asked) {
        return new NerOptions(
                engine, Optional.of(asked), select, examples, parts, openBias, spans, verified, assertions, evidence);
    }

    public NerOptions withSelection(SelectionSpec spec) {
        return new NerOptions(
                engine, format, Optional.of(spec), examples, parts, openBias, spans, verified, assertions, evidence);
    }

    public NerOptions withExamples(int count) {
        return new NerOptions(
                engine, format, select, Optional.of(count), parts, openBias, spans, verified, assertions, evidence);
    }

    public NerOptions withParts(SelectorParts needed) {
        return new NerOptions(
                engine, format, select, examples, needed, openBias, spans, verified, assertions, evidence);
    }

    public NerOptions withOpenBias(double bias) {
        return new NerOptions(
                engine,
                format,
                select,
                examples,
                parts,
                OptionalDouble.of(bias),
                spans,
                verified,
                assertions,
                evidence);
    }

    public NerOptions withSpans(SpanScoreOptions scored) {
        return new NerOptions(
                engine, format, select, examples, parts, openBias, Optional.of(scored), verified, assertions, evidence);
    }

    public NerOptions withVerified(ConfidenceBand doubtful) {
        return new NerOptions(
                engine, format, select, examples, parts, openBias, spans, Optional.of(doubtful), assertions, evidence);
    }

    public NerOptions withAssertions(Optional<AssertionRules> rules) {
        return new NerOptions(engine, format, select, examples, parts, openBias, spans, verified, rules, evidence);
    }

    public NerOptions withEvidence(EvidenceChoice fitted) {
        return new NerOptions(
                engine, format, select, examples, parts, openBias, spans, verified, assertions, Optional.of(fitted));
    }
}
