package io.osler.engine.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * Integers from {@code min} to {@code max}, both included; a bound beyond plus or minus {@link #MAX} is none.
 *
 * <pre>
 * ... ----[-MAX ........ -1]----[0 ........ MAX]---- ...
 *  any with more digits   '-' and 1 to MAX   any with more digits
 * </pre>
 */
record IntegerRange(long min, long max) {
    /** The largest of nine digits. */
    static final int MAX = 999_999_999;

    static final IntegerRange ANY = new IntegerRange(Long.MIN_VALUE, Long.MAX_VALUE);

    private static final int DIGITS_MAX = 9;

    IntegerRange within(String keyword, int bound) {
        return switch (keyword) {
            case "minimum" -> new IntegerRange(Math.max(min, bound), max);
            case "exclusiveMinimum" -> new IntegerRange(Math.max(min, bound + 1L), max);
            case "maximum" -> new IntegerRange(min, Math.min(max, bound));
            case "exclusiveMaximum" -> new IntegerRange(min, Math.min(max, bound - 1L));
            default -> throw new IllegalArgumentException("keyword is '%s', expected a bound".formatted(keyword));
        };
    }

    /** Their decimal digits, possibly with leading zeros; empty where there is none. */
    Optional<Automaton> automaton() {
        List<Automaton> parts = new ArrayList<>();
        magnitudes(Math.max(0, min), max).ifPresent(parts::add);
        // Long.MIN_VALUE has no negative: no bound stays no bound
        magnitudes(Math.max(0, max == Long.MAX_VALUE ? 0 : -max), min == Long.MIN_VALUE ? Long.MAX_VALUE : -min)
                .map(part -> Operations.concatenate(List.of(Automata.makeChar('-'), part)))
                .ifPresent(parts::add);
        return parts.isEmpty() ? Optional.empty() : Optional.of(Operations.union(parts));
    }

    private static Optional<Automaton> magnitudes(long first, long last) {
        if (first > last) {
            return Optional.empty();
        }
        List<Automaton> parts = new ArrayList<>();
        if (first <= MAX) {
            parts.add(Automata.makeDecimalInterval((int) first, (int) Math.min(last, MAX), 0));
        }
        if (last > MAX) {
            Automaton digit = Automata.makeCharRange('0', '9');
            parts.add(Operations.concatenate(
                    List.of(Automata.makeCharRange('1', '9'), Operations.repeat(digit, DIGITS_MAX))));
        }
        return Optional.of(Operations.union(parts));
    }
}
