package io.osler.ner.head;

import io.osler.ner.Mention;
import java.util.List;
import java.util.stream.Stream;

/**
 * What heads make of a sentence, and how unsure they are of it.
 *
 * @param mentions       of the likeliest tags, or those asked for, with calibrated confidence
 * @param words          how many the sentence has, as heads count them
 * @param logProbability of the likeliest tags of all words together, natural, at most 0
 * @param entropy        in nats: the sum of the binary entropies of the calibrated confidences of all stretches of words
 *                       that may be a mention, found or not
 */
public record SentenceReading(List<Mention> mentions, int words, double logProbability, double entropy) {
    public SentenceReading {
        mentions = List.copyOf(mentions);
    }

    /** The entropy of something that is so with this probability, in nats. */
    public static double entropy(double probability) {
        return probability <= 0 || probability >= 1
                ? 0
                : -probability * Math.log(probability) - (1 - probability) * Math.log(1 - probability);
    }

    /** Of heads that know nothing of each other: doubts add up. */
    SentenceReading plus(SentenceReading other) {
        return new SentenceReading(
                Stream.concat(mentions.stream(), other.mentions.stream()).toList(),
                Math.max(words, other.words),
                logProbability + other.logProbability,
                entropy + other.entropy);
    }

    SentenceReading with(List<Mention> others) {
        return new SentenceReading(others, words, logProbability, entropy);
    }
}
