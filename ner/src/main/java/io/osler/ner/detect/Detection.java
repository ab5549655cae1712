package io.osler.ner.detect;

import io.osler.engine.Generation;
import io.osler.ner.Mention;
import io.osler.ner.prompt.AnswerCounts;
import java.util.List;

/**
 * What was found in a sentence, and what it took.
 *
 * @param mentions sorted, not overlapping; spans are of the sentence
 * @param counts   what happened while answers were read
 * @param cost     of all calls together
 */
public record Detection(List<Mention> mentions, AnswerCounts counts, Cost cost) {
    public Detection {
        mentions = List.copyOf(mentions);
    }

    /**
     * What calls of the model took.
     *
     * @param calls        of the model
     * @param promptTokens of all prompts
     * @param reusedTokens those among them that another prompt had brought
     * @param answerTokens of all answers, forced ones too
     */
    public record Cost(int calls, long promptTokens, long reusedTokens, long answerTokens) {
        public static final Cost NONE = new Cost(0, 0, 0, 0);

        static Cost of(Generation answer) {
            return new Cost(
                    1,
                    answer.usage().promptTokens(),
                    answer.usage().reusedTokens(),
                    answer.tokens().size());
        }

        public Cost plus(Cost other) {
            return new Cost(
                    calls + other.calls,
                    promptTokens + other.promptTokens,
                    reusedTokens + other.reusedTokens,
                    answerTokens + other.answerTokens);
        }
    }

    /** The same with what came before it. */
    Detection after(AnswerCounts otherCounts, Cost otherCost) {
        return new Detection(mentions, otherCounts.plus(counts), otherCost.plus(cost));
    }
}
