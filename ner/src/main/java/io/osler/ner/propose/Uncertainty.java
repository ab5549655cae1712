package io.osler.ner.propose;

import io.osler.ner.head.SentenceReading;

/** How unsure a head is of a sentence, as one number; more is less sure. */
public enum Uncertainty {
    /**
     * How unlikely the likeliest tags of a sentence are, by word: {@code -log p(tags) / words}, the maximum normalized
     * log-probability of Shen et al. 2017. Not divided by the length it would choose long sentences whatever they say,
     * for which people need longer.
     *
     * @see <a href="https://arxiv.org/abs/1707.05928">Deep Active Learning for Named Entity Recognition</a>
     */
    MNLP {
        @Override
        public double of(SentenceReading reading) {
            return reading.words() == 0 ? 0 : -reading.logProbability() / reading.words();
        }
    },

    /**
     * The entropies of all stretches of words that may be a mention, by calibrated confidence, added up: how much there
     * is to learn in the sentence, in nats. Prefers sentences with many doubtful mentions, which tend to be long.
     */
    ENTROPY {
        @Override
        public double of(SentenceReading reading) {
            return reading.entropy();
        }
    };

    /** At least 0. */
    public abstract double of(SentenceReading reading);
}
