package io.osler.ner.task;

/**
 * One kind of thing to find.
 *
 * @param name       lower case, as it stands in prompts and results
 * @param definition one sentence: what it is
 * @param rule       one sentence: where its mentions begin and end
 */
public record Label(String name, String definition, String rule) {
    public Label {
        if (!name.matches("[a-z][a-z0-9_ -]*")) {
            throw new IllegalArgumentException(
                    "label is '%s', expected a lower-case letter, then letters, digits, space, _ or -".formatted(name));
        }
    }
}
