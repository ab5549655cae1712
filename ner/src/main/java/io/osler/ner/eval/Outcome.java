package io.osler.ner.eval;

import io.osler.ner.Mention;
import io.osler.ner.detect.Detection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a detector says about one sentence.
 *
 * @param mentions found
 * @param counts   what went wrong on the way: {@link #UNGROUNDED}, {@link #UNPARSEABLE}, {@link #REPAIRED}, and others
 *                 under names of their own; what is not there is 0
 * @param use      tokens this sentence took; {@link EngineUse#NONE} where only {@link EvalDetector#use} knows
 */
public record Outcome(List<Mention> mentions, Map<String, Integer> counts, EngineUse use) {
    /** Spans the model named that the sentence does not hold. */
    public static final String UNGROUNDED = "ungrounded";
    /** Answers that could not be read at all. */
    public static final String UNPARSEABLE = "unparseable";
    /** Answers that were put right. */
    public static final String REPAIRED = "repaired";
    /** Sentences that the detector could not take, too long for the context for instance. */
    public static final String FAILED = "failed";

    public Outcome {
        mentions = List.copyOf(mentions);
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** A model's answers: what was ungrounded or unparseable, and every other event as a repair. */
    public static Outcome of(Detection detection) {
        Map<String, Integer> counts = new TreeMap<>();
        detection.counts().counts().forEach((event, count) -> {
            switch (event) {
                case ANSWER -> {}
                case UNGROUNDED -> counts.merge(UNGROUNDED, count, Integer::sum);
                case UNPARSEABLE -> counts.merge(UNPARSEABLE, count, Integer::sum);
                default -> {
                    counts.merge(REPAIRED, count, Integer::sum);
                    counts.merge(event.name().toLowerCase(Locale.ROOT).replace('_', '-'), count, Integer::sum);
                }
            }
        });
        Detection.Cost cost = detection.cost();
        return new Outcome(
                detection.mentions(),
                counts,
                new EngineUse(cost.calls(), cost.promptTokens(), cost.reusedTokens(), cost.answerTokens()));
    }

    public static Outcome of(List<Mention> mentions) {
        return new Outcome(mentions, Map.of(), EngineUse.NONE);
    }
}
