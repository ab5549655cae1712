package io.osler.engine.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;

/**
 * Regular expressions as most people write them, as an automaton over code points; {@link TokenLanguage#regex} says
 * which. Lucene has a parser too, but in its dialect {@code \d} is no class inside brackets and {@code (?:} no group.
 */
final class RegexParser {
    private static final String ANCHOR_ADVICE =
            "expected it at an end of the pattern or of a top-level alternative alone; leave it out";
    private static final String METACHARACTERS = "escape it with a backslash to mean the character itself";
    private static final int GROUPS_DEEP_MAX = 100;
    private static final int COUNT_DIGITS_MAX = 6;
    private static final int END = -1;

    private static final BitSet DIGIT = CharacterSets.range('0', '9');
    private static final BitSet WORD =
            CharacterSets.of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
    private static final BitSet SPACE = CharacterSets.of(" \t\n\u000B\f\r");
    private static final BitSet LINE_END = CharacterSets.of("\n\r\u2028\u2029");

    private final String pattern;
    private final BoundedOperations operations = new BoundedOperations("the pattern");
    private int at;
    private int groupsDeep;

    private RegexParser(String pattern) {
        this.pattern = pattern;
    }

    /** Texts that match from the first character to the last. */
    static Automaton whole(String pattern) {
        return new RegexParser(pattern).parse(false);
    }

    /** Texts that match somewhere, but for {@code ^} and {@code $}: how JSON Schema reads a pattern. */
    static Automaton anywhere(String pattern) {
        return new RegexParser(pattern).parse(true);
    }

    private Automaton parse(boolean anywhere) {
        List<Automaton> alternatives = new ArrayList<>();
        do {
            List<Automaton> parts = new ArrayList<>();
            if (!take('^') && anywhere) {
                parts.add(CharacterSets.anyText());
            }
            parts.add(sequence());
            if (take('$')) {
                if (peek() != END && peek() != '|') {
                    throw refuse(at - 1, "'$'", ANCHOR_ADVICE);
                }
            } else if (anywhere) {
                parts.add(CharacterSets.anyText());
            }
            alternatives.add(operations.concatenate(parts));
        } while (take('|'));
        if (peek() == ')') {
            throw refuse(at, "a ')' without its '('", METACHARACTERS);
        }
        return operations.deterministic(operations.union(alternatives));
    }

    private Automaton alternation() {
        List<Automaton> alternatives = new ArrayList<>();
        do {
            alternatives.add(sequence());
        } while (take('|'));
        return operations.union(alternatives);
    }

    private Automaton sequence() {
        List<Automaton> parts = new ArrayList<>();
        while (peek() != END && peek() != '|' && peek() != ')' && !(peek() == '$' && groupsDeep == 0)) {
            parts.add(repeated(atom()));
        }
        return operations.concatenate(parts);
    }

    private Automaton atom() {
        int begin = at;
        int c = next();
        return switch (c) {
            case '(' -> group(begin);
            case '[' -> CharacterSets.automaton(bracketed(begin));
            case '.' -> CharacterSets.automaton(CharacterSets.complement(LINE_END));
            case '\\' -> CharacterSets.automaton(escape(begin));
            case '^', '$' -> throw refuse(begin, "'%c'".formatted(c), ANCHOR_ADVICE);
            case '*', '+', '?', '{' ->
                throw refuse(begin, "'%c' with nothing before it to repeat".formatted(c), METACHARACTERS);
            default -> Automata.makeChar(c);
        };
    }

    private Automaton group(int begin) {
        if (take('?') && !take(':')) {
            groupName(begin);
        }
        if (++groupsDeep > GROUPS_DEEP_MAX) {
            throw refuse(begin, "a group", "expected at most %d groups in each other".formatted(GROUPS_DEEP_MAX));
        }
        Automaton body = alternation();
        if (!take(')')) {
            throw refuse(begin, "a '(' without its ')'", METACHARACTERS);
        }
        groupsDeep--;
        return body;
    }

    /** A name changes nothing about which texts match. */
    private void groupName(int begin) {
        boolean named = take('<') && Character.isLetter(peek());
        while (named && Character.isLetterOrDigit(peek())) {
            next();
        }
        if (!named || !take('>')) {
            throw refuse(
                    begin,
                    "'(?' and neither ':' nor '<name>'",
                    "look-around and flags are not supported; write the alternatives out, and for any case [aA]");
        }
    }

    private Automaton repeated(Automaton atom) {
        int begin = at;
        Automaton result = switch (peek()) {
            case '*' -> counted(atom, 0, BoundedOperations.UNBOUNDED);
            case '+' -> counted(atom, 1, BoundedOperations.UNBOUNDED);
            case '?' -> counted(atom, 0, 1);
            case '{' -> braced(atom);
            default -> atom;
        };
        if (at > begin) {
            take('?'); // reluctant: another order of search, the same texts
            if (peek() == '+' || peek() == '*' || peek() == '?' || peek() == '{') {
                throw refuse(
                        at,
                        "'%c' after a repetition".formatted(peek()),
                        "possessive and double repetitions are not supported; put a group around the inner one");
            }
        }
        return result;
    }

    private Automaton counted(Automaton atom, int min, int max) {
        next();
        return operations.repeat(atom, min, max);
    }

    private Automaton braced(Automaton atom) {
        int begin = at;
        next();
        int min = count(begin);
        int max = min;
        if (take(',')) {
            max = peek() == '}' ? BoundedOperations.UNBOUNDED : count(begin);
        }
        if (!take('}')) {
            throw refuse(begin, "'{' and not {n}, {n,} or {n,m}", METACHARACTERS);
        }
        if (max != BoundedOperations.UNBOUNDED && max < min) {
            throw refuse(begin, "{%d,%d}".formatted(min, max), "expected the smaller number first");
        }
        return operations.repeat(atom, min, max);
    }

    private int count(int begin) {
        int digits = at;
        while (peek() >= '0' && peek() <= '9') {
            next();
        }
        if (at == digits) {
            throw refuse(begin, "'{' and not {n}, {n,} or {n,m}", METACHARACTERS);
        }
        if (at - digits > COUNT_DIGITS_MAX) {
            throw refuse(digits, "a count of %d digits".formatted(at - digits), "expected at most " + COUNT_DIGITS_MAX);
        }
        return Integer.parseInt(pattern, digits, at, 10);
    }

    private BitSet bracketed(int begin) {
        boolean negated = take('^');
        BitSet set = new BitSet();
        while (!take(']')) {
            BitSet first = member(begin);
            boolean range = peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
            set.or(range ? rangeFrom(first, begin) : first);
        }
        BitSet result = negated ? CharacterSets.complement(set) : set;
        if (result.isEmpty()) {
            throw refuse(begin, "brackets that match no character", "expected at least one; write \\] for a bracket");
        }
        return result;
    }

    private BitSet rangeFrom(BitSet first, int begin) {
        int dash = at;
        next();
        BitSet last = member(begin);
        boolean single = first.cardinality() == 1 && last.cardinality() == 1;
        if (!single || first.nextSetBit(0) > last.nextSetBit(0)) {
            throw refuse(
                    dash,
                    "'-' that is not between two characters, the smaller first",
                    "escape it with a backslash, or put it last in the brackets");
        }
        return CharacterSets.range(first.nextSetBit(0), last.nextSetBit(0));
    }

    private BitSet member(int begin) {
        int offset = at;
        int c = peek() == END ? END : next();
        if (c == END) {
            throw refuse(begin, "a '[' without its ']'", METACHARACTERS);
        }
        if (c == '[' || (c == '&' && peek() == '&')) {
            throw refuse(
                    offset,
                    "'%s' inside brackets".formatted(c == '[' ? "[" : "&&"),
                    "dialects disagree about it; escape it with a backslash, or list the characters");
        }
        return c == '\\' ? escape(offset) : single(c);
    }

    private BitSet escape(int begin) {
        if (peek() == END) {
            throw refuse(begin, "a '\\' at the end", "write \\\\ for a backslash");
        }
        int c = next();
        return switch (c) {
            case 'd' -> DIGIT;
            case 'D' -> CharacterSets.complement(DIGIT);
            case 'w' -> WORD;
            case 'W' -> CharacterSets.complement(WORD);
            case 's' -> SPACE;
            case 'S' -> CharacterSets.complement(SPACE);
            case 't' -> single('\t');
            case 'n' -> single('\n');
            case 'r' -> single('\r');
            case 'f' -> single('\f');
            case 'v' -> single('\u000B');
            case 'x' -> single(codePoint(begin, 2));
            case 'u' -> single(codePoint(begin, 4));
            default -> {
                if (c > '~' || Character.isLetterOrDigit(c)) {
                    throw refuse(
                            begin,
                            "'\\%s'".formatted(Character.toString(c)),
                            "expected \\d \\w \\s \\D \\W \\S \\t \\n \\r \\f \\v \\xhh \\uhhhh or a punctuation mark;"
                                    + " boundaries, references, \\p and \\Q are not supported, list the characters");
                }
                yield single(c);
            }
        };
    }

    /** Hexadecimal digits, or any number of them in braces; two in a row may be the halves of one character. */
    private int codePoint(int begin, int digits) {
        int value = take('{') ? bracedHex(begin) : hex(begin, digits);
        if (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE) {
            return value;
        }
        if (digits == 4 && value < Character.MIN_LOW_SURROGATE && pattern.startsWith("\\u", at)) {
            at += 2;
            int low = hex(begin, 4);
            if (Character.isSurrogatePair((char) value, (char) low)) {
                return Character.toCodePoint((char) value, (char) low);
            }
        }
        throw refuse(begin, "half a character (a surrogate)", "expected both halves");
    }

    private int bracedHex(int begin) {
        int value = hex(begin, pattern.indexOf('}', at) - at);
        at++;
        return value;
    }

    private int hex(int begin, int digits) {
        int value = 0;
        boolean valid = digits > 0 && digits <= COUNT_DIGITS_MAX && at + digits <= pattern.length();
        for (int i = 0; valid && i < digits; i++) {
            int digit = Character.digit(pattern.charAt(at++), 16);
            valid = digit >= 0;
            value = 16 * value + digit;
        }
        if (!valid || value > Character.MAX_CODE_POINT) {
            throw refuse(begin, "an unfinished code", "expected \\xhh, \\uhhhh or \\u{hhhhh} in hexadecimal digits");
        }
        return value;
    }

    private static BitSet single(int codePoint) {
        BitSet set = new BitSet();
        set.set(codePoint);
        return set;
    }

    private int peek() {
        return at < pattern.length() ? pattern.codePointAt(at) : END;
    }

    private int next() {
        int c = pattern.codePointAt(at);
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw refuse(at, "half a character (a surrogate)", "expected both halves");
        }
        at += Character.charCount(c);
        return c;
    }

    private boolean take(char c) {
        boolean found = at < pattern.length() && pattern.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private static IllegalArgumentException refuse(int offset, String found, String advice) {
        return new IllegalArgumentException("the pattern has %s at offset %d; %s".formatted(found, offset, advice));
    }
}
