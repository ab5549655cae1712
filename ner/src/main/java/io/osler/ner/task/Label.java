package io.osler.ner.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kind of thing to find.
 *
 * @param name          lower case, as it stands in prompts and results
 * @param definition    one sentence: what it is
 * @param rule          one sentence: where its mentions begin and end; may be empty
 * @param noun          what one such thing is called in a question, such as {@code medical problem}
 * @param semanticTypes types of a dictionary that fit, by code, with the name to show: {@code T047} and
 *                      {@code Disease or Syndrome}; those of problem, treatment and test are of Hu et al., JAMIA 2024
 */
public record Label(String name, String definition, String rule, String noun, Map<String, String> semanticTypes) {
    public Label {
        if (!name.matches("[a-z][a-z0-9_ -]*")) {
            throw new IllegalArgumentException(
                    "label is '%s', expected a lower-case letter, then letters, digits, space, _ or -".formatted(name));
        }
        if (name.endsWith(" ") || name.contains("  ")) {
            throw new IllegalArgumentException(
                    "label is '%s', expected single spaces between words and none at the end".formatted(name));
        }
        if (definition.isBlank()) {
            throw new IllegalArgumentException(
                    "label '%s' has an empty definition, expected a sentence".formatted(name));
        }
        for (String text : new String[] {definition, rule, noun}) {
            if (text.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "a text of label '%s' has several lines, expected one".formatted(name));
            }
        }
        // In the order given: Map.copyOf would give another one in every process, and fingerprints are made of labels.
        semanticTypes = Collections.unmodifiableMap(new LinkedHashMap<>(semanticTypes));
    }

    /** A label whose noun is its name, and that a dictionary's type fits if it is called the same. */
    public Label(String name, String definition, String rule) {
        this(name, definition, rule, name, Map.of());
    }

    /** Whether a dictionary's type, by code or by name, is of this kind. */
    public boolean fits(String semanticType) {
        return semanticType.toLowerCase(Locale.ROOT).equals(name)
                || semanticTypes.containsKey(semanticType)
                || semanticTypes.values().stream().anyMatch(semanticType::equalsIgnoreCase);
    }
}
