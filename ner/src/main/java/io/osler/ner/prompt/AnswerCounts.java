package io.osler.ner.prompt;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often each {@link AnswerEvent} happened. Immutable.
 *
 * @param counts of events that happened at least once
 */
public record AnswerCounts(Map<AnswerEvent, Integer> counts) {
    public static final AnswerCounts NONE = new AnswerCounts(Map.of());

    public AnswerCounts {
        EnumMap<AnswerEvent, Integer> copy = new EnumMap<>(AnswerEvent.class);
        counts.forEach((event, count) -> {
            if (count > 0) {
                copy.put(event, count);
            }
        });
        counts = Collections.unmodifiableMap(copy);
    }

    /** One answer read, nothing of note. */
    public static AnswerCounts answer() {
        return new AnswerCounts(Map.of(AnswerEvent.ANSWER, 1));
    }

    public int of(AnswerEvent event) {
        return counts.getOrDefault(event, 0);
    }

    public AnswerCounts plus(AnswerCounts other) {
        EnumMap<AnswerEvent, Integer> sum = new EnumMap<>(AnswerEvent.class);
        sum.putAll(counts);
        other.counts.forEach((event, count) -> sum.merge(event, count, Integer::sum));
        return new AnswerCounts(sum);
    }

    public AnswerCounts plus(AnswerEvent event) {
        return plus(new AnswerCounts(Map.of(event, 1)));
    }
}
