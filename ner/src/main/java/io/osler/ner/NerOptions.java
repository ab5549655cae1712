package io.osler.ner;

import io.osler.engine.EngineOptions;

/**
 * How notes are read.
 *
 * @param engine   how the engine is opened
 * @param examples sentences of the task's pool shown to the model, the same for all sentences
 * @param openBias added to the log-odds of opening a mark: above 0 finds more, below 0 is surer
 */
public record NerOptions(EngineOptions engine, int examples, double openBias) {
    /** Bias 1: strict F1 0.56 against 0.51 without, on invented notes (docs/model-choice.md). */
    public static final NerOptions DEFAULTS = new NerOptions(EngineOptions.DEFAULTS, 16, 1);

    public NerOptions {
        if (examples < 0) {
            throw new IllegalArgumentException("examples is %d, expected 0 or more".formatted(examples));
        }
        if (!Double.isFinite(openBias)) {
            throw new IllegalArgumentException("openBias is %s, expected a finite number".formatted(openBias));
        }
    }

    public NerOptions withEngine(EngineOptions options) {
        return new NerOptions(options, examples, openBias);
    }

    public NerOptions withExamples(int count) {
        return new NerOptions(engine, count, openBias);
    }

    public NerOptions withOpenBias(double bias) {
        return new NerOptions(engine, examples, bias);
    }
}
