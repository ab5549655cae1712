package io.osler.ner.detect;

import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.TaskDefaults;

/**
 * How a model is asked.
 *
 * @param format          the shape of the answer
 * @param profile         the wording of the question
 * @param grammar         whether the answer is held to the format; else it is free, and read as well as can be
 * @param chat            whether the question goes through the model's chat template; else it is plain text to go on with
 * @param openBias        added to the log-odds of one more mention, under a grammar: above 0 finds more, below 0 is surer
 * @param answerTokensMax most tokens of a free answer
 * @param boundary        what is done to mentions after they are found
 */
public record DetectorOptions(
        OutputFormat format,
        PromptProfile profile,
        boolean grammar,
        boolean chat,
        double openBias,
        int answerTokensMax,
        BoundaryProfile boundary) {
    /** TANL in our own words as plain text, held to the format; 512 tokens of free text, as the study has it. */
    public static final DetectorOptions DEFAULTS = of(TaskDefaults.DEFAULTS);

    /** Few of the sentences shown hold what stands in this one: strict F1 0.56 with it, 0.51 without (docs/model-choice.md). */
    private static final double OPEN_BIAS_OF_OTHERS = 1;

    public DetectorOptions {
        if (!Double.isFinite(openBias)) {
            throw new IllegalArgumentException("openBias is %s, expected a finite number".formatted(openBias));
        }
        if (answerTokensMax < 1) {
            throw new IllegalArgumentException("answerTokensMax is %d, expected at least 1".formatted(answerTokensMax));
        }
    }

    /** The bias that suits examples chosen so: none for neighbours, which show marks as dense as they will be (docs/study.md). */
    public static double openBias(SelectionSpec examples) {
        return examples.strategy().isNear() && examples.k() > 0 ? 0 : OPEN_BIAS_OF_OTHERS;
    }

    /** What a task says. */
    public static DetectorOptions of(TaskDefaults task) {
        return new DetectorOptions(task.format(), task.profile(), true, false, 0, 512, task.boundary());
    }

    public DetectorOptions withFormat(OutputFormat asked) {
        return new DetectorOptions(asked, profile, grammar, chat, openBias, answerTokensMax, boundary);
    }

    public DetectorOptions withProfile(PromptProfile asked) {
        return new DetectorOptions(format, asked, grammar, chat, openBias, answerTokensMax, boundary);
    }

    public DetectorOptions withGrammar(boolean held) {
        return new DetectorOptions(format, profile, held, chat, openBias, answerTokensMax, boundary);
    }

    public DetectorOptions withChat(boolean turns) {
        return new DetectorOptions(format, profile, grammar, turns, openBias, answerTokensMax, boundary);
    }

    public DetectorOptions withOpenBias(double bias) {
        return new DetectorOptions(format, profile, grammar, chat, bias, answerTokensMax, boundary);
    }

    public DetectorOptions withAnswerTokensMax(int tokens) {
        return new DetectorOptions(format, profile, grammar, chat, openBias, tokens, boundary);
    }

    public DetectorOptions withBoundary(BoundaryProfile applied) {
        return new DetectorOptions(format, profile, grammar, chat, openBias, answerTokensMax, applied);
    }
}
