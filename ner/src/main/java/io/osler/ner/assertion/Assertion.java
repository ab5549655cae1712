package io.osler.ner.assertion;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a note says of one mention.
 *
 * @param modifiers at most one of each axis; none for a plain mention
 * @param section   name of the section it stands in, {@code family history} for instance; "" before the first heading
 * @param cues      what says so, as the note has it in lower case, or {@code section} for the section's default
 */
public record Assertion(Set<Modifier> modifiers, String section, List<String> cues) {
    /** Nothing is said. */
    public static final Assertion PLAIN = new Assertion(Set.of(), "", List.of());

    public Assertion {
        EnumSet<Modifier> copy = EnumSet.noneOf(Modifier.class);
        copy.addAll(modifiers);
        long axes = copy.stream().map(Modifier::axis).distinct().count();
        if (axes < copy.size()) {
            throw new IllegalArgumentException("modifiers are %s, expected one of each axis".formatted(copy));
        }
        modifiers = Collections.unmodifiableSet(copy);
        cues = List.copyOf(cues);
    }

    /** The one class of the six: what is not the patient's goes before what has not happened, and that before doubts. */
    public AssertionStatus status() {
        if (modifiers.contains(Modifier.SOMEONE_ELSE)) {
            return AssertionStatus.SOMEONE_ELSE;
        }
        if (modifiers.contains(Modifier.HYPOTHETICAL)) {
            return AssertionStatus.HYPOTHETICAL;
        }
        if (modifiers.contains(Modifier.CONDITIONAL)) {
            return AssertionStatus.CONDITIONAL;
        }
        if (modifiers.contains(Modifier.POSSIBLE)) {
            return AssertionStatus.POSSIBLE;
        }
        return modifiers.contains(Modifier.ABSENT) ? AssertionStatus.ABSENT : AssertionStatus.PRESENT;
    }

    /** Whether it is said to be of the past; beside any status. */
    public boolean historical() {
        return modifiers.contains(Modifier.HISTORICAL);
    }

    /** Whether it is denied, whoever it is said of. */
    public boolean negated() {
        return modifiers.contains(Modifier.ABSENT);
    }
}
