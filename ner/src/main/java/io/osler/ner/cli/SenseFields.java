package io.osler.ner.cli;

import io.osler.kb.Sense;
import java.util.List;
import java.util.Locale;

/**
 * A sense as commands print it.
 *
 * @param id      of the concept
 * @param name    its preferred name
 * @param matched the name that was found
 * @param reason  such as {@code token order}
 * @param score   0 to 1
 * @param origin  vocabulary of the matched name
 * @param types   semantic types, sorted
 */
record SenseFields(
        String id, String name, String matched, String reason, double score, String origin, List<String> types) {
    /** Titles of {@link #cells}. */
    static final String[] TITLES = {"id", "name", "matched", "reason", "score", "types"};

    static SenseFields of(Sense sense) {
        return new SenseFields(
                sense.id(),
                sense.preferredName(),
                sense.matchedName(),
                sense.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                sense.score(),
                sense.origin(),
                sense.types().stream().sorted().toList());
    }

    String[] cells() {
        return new String[] {
            id,
            DisplayWidth.harmless(name),
            DisplayWidth.harmless(matched),
            reason,
            String.format(Locale.ROOT, "%.2f", score),
            String.join(", ", types)
        };
    }
}
