package io.osler.ner.corpus;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a corpus's types are called from the reader on; empty for a type whose mentions are left out. */
@FunctionalInterface
public interface TypeNames {
    /** As in the file. */
    TypeNames AS_WRITTEN = Optional::of;

    /** {@code Disease} and {@code DISEASE} become {@code disease}, as labels of tasks are. */
    TypeNames LOWER_CASE = type -> Optional.of(type.toLowerCase(Locale.ROOT));

    Optional<String> name(String type);

    /** Types to labels, compared without case; other types are left out. */
    static TypeNames mapped(Map<String, String> labels) {
        Map<String, String> lower = new HashMap<>();
        labels.forEach((type, label) -> lower.put(type.toLowerCase(Locale.ROOT), label));
        return type -> Optional.ofNullable(lower.get(type.toLowerCase(Locale.ROOT)));
    }
}
