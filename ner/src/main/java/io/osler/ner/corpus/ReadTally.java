package io.osler.ner.corpus;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often a reader met what.
 *
 * @param counts what it met at least once
 */
public record ReadTally(Map<Irregularity, Integer> counts) {
    public static final ReadTally NOTHING = new ReadTally(Map.of());

    public ReadTally {
        EnumMap<Irregularity, Integer> copy = new EnumMap<>(Irregularity.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
    }

    public int count(Irregularity kind) {
        return counts.getOrDefault(kind, 0);
    }

    public ReadTally plus(ReadTally other) {
        EnumMap<Irregularity, Integer> sum = new EnumMap<>(Irregularity.class);
        sum.putAll(counts);
        other.counts.forEach((kind, count) -> sum.merge(kind, count, Integer::sum));
        return new ReadTally(sum);
    }

    /** {@code 36 mentions in several pieces, left out; ...}; empty when there is nothing to say. */
    public String words() {
        return counts.entrySet().stream()
                .map(entry ->
                        "%,d %s".formatted(entry.getValue(), entry.getKey().words()))
                .collect(Collectors.joining("; "));
    }

    /** Counts while a corpus is read. One thread. */
    static final class Counter {
        private final EnumMap<Irregularity, Integer> counts = new EnumMap<>(Irregularity.class);

        void met(Irregularity kind) {
            counts.merge(kind, 1, Integer::sum);
        }

        ReadTally tally() {
            return new ReadTally(counts);
        }
    }
}
