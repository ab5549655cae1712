package io.osler.engine.grammar;

import java.util.BitSet;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Transition;

/**
 * How characters are written inside the quotes of a JSON string. Each has one spelling, so that a text has one
 * probability and a given text is forced: itself; {@code \" \\ \b \f \n \r \t}; for the other control characters a
 * backslash and {@code u00hh} in lower case.
 */
final class JsonText {
    private static final String SHORT = "\"\\\b\f\n\r\t";
    private static final String SHORT_LETTERS = "\"\\bfnrt";
    private static final String HEX = "0123456789abcdef";
    private static final BitSet RAW = raw();

    private JsonText() {}

    /** With its quotes. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (RAW.get(c)) {
                json.appendCodePoint(c);
            } else if (SHORT.indexOf(c) >= 0) {
                json.append('\\').append(SHORT_LETTERS.charAt(SHORT.indexOf(c)));
            } else {
                json.append("\\u00%02x".formatted(c));
            }
        });
        return json.append('"').toString();
    }

    /** The spellings of the texts of {@code content}, without quotes. */
    static Automaton spelled(Automaton content) {
        Automaton.Builder out = new Automaton.Builder();
        for (int state = 0; state < content.getNumStates(); state++) {
            out.createState();
            out.setAccept(state, content.isAccept(state));
        }
        Transition way = new Transition();
        for (int state = 0; state < content.getNumStates(); state++) {
            int count = content.initTransition(state, way);
            for (int i = 0; i < count; i++) {
                content.getNextTransition(way);
                addRaw(out, way);
                addEscaped(out, way);
            }
        }
        return out.finish();
    }

    private static void addRaw(Automaton.Builder out, Transition way) {
        for (int first = RAW.nextSetBit(way.min); first >= 0 && first <= way.max; ) {
            int end = Math.min(RAW.nextClearBit(first), way.max + 1);
            out.addTransition(way.source, way.dest, first, end - 1);
            first = RAW.nextSetBit(end);
        }
    }

    /** One backslash for all that need it, and one {@code u00} below it. */
    private static void addEscaped(Automaton.Builder out, Transition way) {
        int backslash = -1;
        int[] highDigits = {-1, -1};
        for (int c = way.min; c <= Math.min(way.max, '\\'); c++) {
            if (RAW.get(c)) {
                continue;
            }
            if (backslash < 0) {
                backslash = step(out, way.source, '\\');
            }
            int letter = SHORT.indexOf(c);
            if (letter >= 0) {
                out.addTransition(backslash, way.dest, SHORT_LETTERS.charAt(letter));
                continue;
            }
            int high = c >> 4;
            if (highDigits[high] < 0) {
                int zeros = step(out, step(out, step(out, backslash, 'u'), '0'), '0');
                highDigits[high] = step(out, zeros, HEX.charAt(high));
            }
            out.addTransition(highDigits[high], way.dest, HEX.charAt(c & 15));
        }
    }

    private static int step(Automaton.Builder out, int from, char label) {
        int to = out.createState();
        out.addTransition(from, to, label);
        return to;
    }

    private static BitSet raw() {
        BitSet raw = CharacterSets.range(' ', Character.MAX_CODE_POINT);
        raw.clear('"');
        raw.clear('\\');
        return raw;
    }
}
