package io.osler.engine.grammar;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A set of texts that may be generated, whole: exact strings, the matches of a regular expression, or JSON of a schema.
 * Knows no vocabulary; {@link TokenAutomaton} brings the two together.
 *
 * <p>A language that would take more than 65,536 states, or too much work to make, is refused with an
 * {@link IllegalArgumentException}. Immutable, safe for many threads, and worth keeping: making one takes from
 * milliseconds to a second or two.
 */
public final class TokenLanguage {
    /** Beyond this Lucene's builder of minimal automata recurses too deep. */
    private static final int UNION_BYTES_MAX = Automata.MAX_STRING_UNION_TERM_LENGTH;

    private final ByteRunAutomaton automaton;

    private TokenLanguage(ByteRunAutomaton automaton) {
        this.automaton = automaton;
    }

    /**
     * Exactly one of these texts.
     *
     * @param texts at least one; the same twice is no error
     */
    public static TokenLanguage choices(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("there are 0 choices, expected at least one");
        }
        List<BytesRef> shorter = new ArrayList<>();
        List<Automaton> parts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            byte[] bytes = requireEncodable(texts.get(i), "choice " + i).getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= UNION_BYTES_MAX) {
                shorter.add(new BytesRef(bytes));
            } else {
                parts.add(Automata.makeBinary(new BytesRef(bytes)));
            }
        }
        if (!shorter.isEmpty()) {
            parts.add(Automata.makeBinaryStringUnion(shorter.stream().sorted().toList()));
        }
        BoundedOperations operations = new BoundedOperations("the list of choices");
        return new TokenLanguage(new ByteRunAutomaton(operations.deterministic(operations.union(parts)), true));
    }

    /**
     * Texts that match from their first character to their last. Understood are
     *
     * <ul>
     *   <li>{@code a|b}, {@code (a)}, {@code (?:a)}, {@code (?<name>a)}; groups capture nothing, an empty one is the
     *       empty text
     *   <li>{@code a* a+ a? a{3} a{3,} a{3,5}}; a {@code ?} after them changes nothing, the same texts match
     *   <li>{@code .}: any character but {@code \n \r U+2028 U+2029}
     *   <li>{@code [a-z_]}, {@code [^a-z]}; inside brackets {@code [} and {@code &&} must be escaped, {@code -} first or
     *       last is itself
     *   <li>{@code \d \w \s \D \W \S}, also inside brackets: ASCII digits; ASCII letters, digits and {@code _}; space,
     *       {@code \t \n \v \f \r}; and all other characters
     *   <li>{@code \t \n \v \f \r \xhh}, a backslash with {@code uhhhh} or <code>u{h...}</code>, and a backslash before
     *       any ASCII punctuation mark
     *   <li>{@code ^} and {@code $} at the ends of the pattern or of a top-level alternative, where they say what holds
     *       anyway
     * </ul>
     *
     * All other characters are themselves, {@code # @ & < > ~ "} too. A character is a Unicode code point; case matters.
     * Look-around, references, boundaries, {@code \p}, flags and possessive repetitions are refused with the offset
     * in UTF-16 code units and what to write instead.
     */
    public static TokenLanguage regex(String pattern) {
        return ofCodePoints(RegexParser.whole(pattern), "the pattern");
    }

    /** As {@link #jsonSchema(JsonNode)}, of a schema's text. */
    public static TokenLanguage jsonSchema(String schema) {
        try {
            return jsonSchema(JsonMapper.shared().readTree(schema));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the schema is no JSON: %s at line %d, column %d"
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getColumnNr()),
                    e);
        }
    }

    /**
     * JSON valid for a schema, on one line, with or without one space after each colon and comma. Understood are
     *
     * <ul>
     *   <li>{@code type}, one or a list; where it is missing, what the other keywords imply
     *   <li>{@code object}: {@code properties}, written in the order of the schema and no others
     *       ({@code additionalProperties} may be true or false), {@code required}; the rest may be left out
     *   <li>{@code array}: {@code items}, {@code minItems}, {@code maxItems}
     *   <li>{@code string}: {@code minLength} and {@code maxLength} in code points, {@code pattern} as
     *       {@link #regex} says but matching anywhere, as JSON Schema has it, unless {@code ^} and {@code $} forbid
     *   <li>{@code integer}: {@code minimum}, {@code maximum}, {@code exclusiveMinimum}, {@code exclusiveMaximum} of up
     *       to nine digits; {@code number} without them; {@code boolean}, {@code null}
     *   <li>{@code enum} and {@code const}, at most with {@code type}
     *   <li>{@code anyOf}; {@code oneOf} of alternatives with no text in common; {@code allOf} of one schema
     *   <li>{@code $ref} into the same document, if not recursive
     * </ul>
     *
     * Annotations ({@code title}, {@code description}, {@code default}, {@code examples} ...) and {@code x-} keywords
     * are passed over. Every other keyword, and a schema that would allow any value, is refused with its JSON pointer.
     * Each character of a string has one spelling: itself, {@code \" \\ \b \f \n \r \t}, or, for the other control
     * characters, a backslash and {@code u00hh} in lower case.
     *
     * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
     */
    public static TokenLanguage jsonSchema(JsonNode schema) {
        return ofCodePoints(JsonSchemaCompiler.compile(schema), "the schema");
    }

    private static TokenLanguage ofCodePoints(Automaton codePoints, String subject) {
        return new TokenLanguage(new BoundedOperations(subject).bytes(codePoints));
    }

    /** Deterministic, over bytes, and every state can still reach an end. */
    ByteRunAutomaton automaton() {
        return automaton;
    }

    /** Half a surrogate pair has no bytes; {@link String#getBytes} would put a question mark there. */
    static String requireEncodable(String text, String what) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " has half a surrogate pair, expected whole characters", e);
        }
    }
}
