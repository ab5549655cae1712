package io.osler.ner.prompt;

import java.util.List;
import java.util.stream.Stream;

/**
 * The three signs that set a mention apart: {@code [ mention | type ]}. A text that holds one of them is marked with
 * another set, and so are its examples, so that text and marks cannot be confused.
 *
 * @param open  before a mention
 * @param bar   between mention and type
 * @param close after the type
 */
public record Marks(String open, String bar, String close) {
    /** In order of preference. */
    private static final List<Marks> SETS = List.of(
            new Marks("[", "|", "]"),
            new Marks("<<", "::", ">>"),
            new Marks("{{", "==", "}}"),
            new Marks("@@", "##", "%%"),
            new Marks("\u27E6", "\u2016", "\u27E7"));

    /** What clinical notes use practically always. */
    public static final Marks DEFAULT = SETS.getFirst();

    /**
     * The first set none of whose signs stands in the texts.
     *
     * @throws IllegalArgumentException when every set is taken, without quoting the texts
     */
    public static Marks absentFrom(String... texts) {
        return SETS.stream()
                .filter(marks -> Stream.of(texts).noneMatch(marks::in))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the text uses signs of all %d mark sets, expected one set to be free".formatted(SETS.size())));
    }

    private boolean in(String text) {
        return text.contains(open) || text.contains(bar) || text.contains(close);
    }
}
