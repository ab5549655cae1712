package io.osler.ner.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The shape an answer is asked for in. */
public enum OutputFormat {
    /** The text again, with marks around its mentions. */
    TANL,
    /** A form with a unit for each type, its mentions filled in. */
    DICE,
    /** A JSON list of mentions with types. */
    JSON;

    /** By name as users write it, lower case. */
    public static OutputFormat of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("format is '%s', expected one of %s".formatted(name, names())));
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(OutputFormat::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
