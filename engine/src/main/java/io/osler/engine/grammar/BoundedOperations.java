package io.osler.engine.grammar;

import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.UTF32ToUTF8;

/**
 * Lucene's operations on automata within a budget: what would explode is refused before it does, in words that the
 * writer of a pattern can act on.
 *
 * @param subject what is built, for messages: "the pattern"
 */
record BoundedOperations(String subject) {
    /** At every stage. The last stage is a table of states by byte classes: 65,536 states are 10 to 60 MB. */
    static final int STATES_MAX = 1 << 16;

    /** In Lucene's unit, states looked at while making deterministic: a second. 65,536 states in a row stay below it. */
    private static final int WORK_MAX = 1 << 17;

    private static final long PAIRS_MAX = 1 << 20;

    /** {@code repeat}'s upper bound for "any number". */
    static final int UNBOUNDED = -1;

    Automaton concatenate(List<Automaton> parts) {
        requireStates(parts.stream().mapToLong(Automaton::getNumStates).sum());
        return parts.isEmpty() ? Automata.makeEmptyString() : Operations.concatenate(parts);
    }

    Automaton union(List<Automaton> parts) {
        requireStates(parts.stream().mapToLong(Automaton::getNumStates).sum());
        return parts.size() == 1 ? parts.getFirst() : Operations.union(parts);
    }

    Automaton repeat(Automaton part, int min, int max) {
        requireStates((long) part.getNumStates() * Math.max(1, Math.max(min, max)));
        return max == UNBOUNDED ? Operations.repeat(part, min) : Operations.repeat(part, min, max);
    }

    Automaton intersection(Automaton a, Automaton b) {
        Automaton first = deterministic(a);
        Automaton second = deterministic(b);
        if ((long) first.getNumStates() * second.getNumStates() > PAIRS_MAX) {
            throw tooLarge();
        }
        return Operations.intersection(first, second);
    }

    /** Deterministic, and every state can still reach an end. */
    Automaton deterministic(Automaton automaton) {
        requireStates(automaton.getNumStates());
        try {
            Automaton result = Operations.removeDeadStates(Operations.determinize(automaton, WORK_MAX));
            requireStates(result.getNumStates());
            return result;
        } catch (TooComplexToDeterminizeException e) {
            IllegalArgumentException refusal = tooLarge();
            refusal.initCause(e);
            throw refusal;
        }
    }

    /**
     * From code points to the bytes of their UTF-8. Lucene's converter, made for terms that are UTF-8 anyway, lets
     * overlong forms through, such as E0 80 80; a generator would write them.
     */
    ByteRunAutomaton bytes(Automaton codePoints) {
        Automaton lax = deterministic(new UTF32ToUTF8().convert(deterministic(codePoints)));
        return new ByteRunAutomaton(deterministic(Operations.intersection(lax, utf8())), true);
    }

    /** Any well-formed text, as table 3-7 of the Unicode Standard has it. */
    private static Automaton utf8() {
        Automaton utf8 = new Automaton();
        int start = utf8.createState();
        utf8.setAccept(start, true);
        int last = utf8.createState();
        int lastTwo = utf8.createState();
        int lastThree = utf8.createState();
        utf8.addTransition(start, start, 0x00, 0x7F);
        utf8.addTransition(start, last, 0xC2, 0xDF);
        utf8.addTransition(start, lastTwo, 0xE1, 0xEC);
        utf8.addTransition(start, lastTwo, 0xEE, 0xEF);
        utf8.addTransition(start, lastThree, 0xF1, 0xF3);
        int[][] narrow = { // first byte, range of the second, what is left then
            {0xE0, 0xA0, 0xBF, last},
            {0xED, 0x80, 0x9F, last},
            {0xF0, 0x90, 0xBF, lastTwo},
            {0xF4, 0x80, 0x8F, lastTwo}
        };
        int[] second = new int[narrow.length];
        for (int i = 0; i < narrow.length; i++) {
            second[i] = utf8.createState();
            utf8.addTransition(start, second[i], narrow[i][0]);
        }
        utf8.addTransition(last, start, 0x80, 0xBF);
        utf8.addTransition(lastTwo, last, 0x80, 0xBF);
        utf8.addTransition(lastThree, lastTwo, 0x80, 0xBF);
        for (int i = 0; i < narrow.length; i++) {
            utf8.addTransition(second[i], narrow[i][3], narrow[i][1], narrow[i][2]);
        }
        utf8.finishState();
        return utf8;
    }

    void requireStates(long states) {
        if (states > STATES_MAX) {
            throw tooLarge();
        }
    }

    private IllegalArgumentException tooLarge() {
        return new IllegalArgumentException(
                ("%s takes more than the %d states, or the work, that an automaton may take; lower the bounds of its"
                                + " repetitions ({n,m}, maxLength, maxItems), leave them open, or generate it in parts")
                        .formatted(subject, STATES_MAX));
    }
}
