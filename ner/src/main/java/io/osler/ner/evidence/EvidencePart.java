package io.osler.ner.evidence;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Who says something of a span. */
public enum EvidencePart {
    /** The language model: its odds of a mark that opens and closes just there. */
    LM,
    /** The pool of annotated sentences: its strings and words. */
    POOL,
    /** The examples that the prompt shows. */
    EXAMPLES,
    /** A dictionary's names. */
    KB;

    /** All there are, unless a dictionary is missing. */
    public static Set<EvidencePart> all(boolean names) {
        return names ? EnumSet.allOf(EvidencePart.class) : EnumSet.complementOf(EnumSet.of(KB));
    }

    /**
     * Reads such as {@code lm+pool}.
     *
     * @throws IllegalArgumentException when a part is not known
     */
    public static Set<EvidencePart> parse(String text) {
        return Arrays.stream(text.split("\\+", -1))
                .map(name -> Arrays.stream(values())
                        .filter(part -> part.toString().equals(name.strip()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("evidence is '%s', expected parts of %s with + between"
                                        .formatted(text, text(all(true))))))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EvidencePart.class)));
    }

    /** As {@link #parse} reads it. */
    public static String text(Set<EvidencePart> parts) {
        return parts.stream().sorted().map(EvidencePart::toString).collect(Collectors.joining("+"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
