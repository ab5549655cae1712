package io.osler.ner.eval;

import java.util.Map;

/**
 * What a setting came to.
 *
 * @param setting   what was measured
 * @param key       of its rows
 * @param sentences how many there are rows of
 * @param sheet     all scores
 * @param interval  of strict F1
 * @param unseen    interval of strict F1 on mentions the pool does not hold
 * @param counts    what went wrong on the way, by name
 * @param use       tokens
 * @param seconds   wall time of all sentences
 * @param fitting   what was fitted for it before, and how that did; empty when nothing was
 */
public record SettingResult(
        Setting setting,
        String key,
        int sentences,
        ScoreSheet sheet,
        Interval interval,
        Interval unseen,
        Map<String, Integer> counts,
        EngineUse use,
        double seconds,
        String fitting) {
    public int count(String name) {
        return counts.getOrDefault(name, 0);
    }

    public double secondsPerSentence() {
        return sentences == 0 ? 0 : seconds / sentences;
    }

    public double promptTokensPerSentence() {
        return sentences == 0 ? 0 : (double) use.promptTokens() / sentences;
    }

    public double answerTokensPerSentence() {
        return sentences == 0 ? 0 : (double) use.answerTokens() / sentences;
    }
}
