package io.osler.ner.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a question is worded. */
public enum PromptProfile {
    /** Ours: type cards with definitions and boundary rules, cues before texts and answers. */
    DEFAULT,
    /**
     * The shape of the study that Osler follows, in our own words: the types by name only, no rules.
     *
     * @see <a href="https://arxiv.org/abs/2404.07376">Monajatipoor et al. 2024</a>
     */
    STUDY;

    /** By name as users write it, lower case. */
    public static PromptProfile of(String name) {
        return Arrays.stream(values())
                .filter(profile -> profile.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("profile is '%s', expected one of %s".formatted(name, names())));
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(PromptProfile::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
