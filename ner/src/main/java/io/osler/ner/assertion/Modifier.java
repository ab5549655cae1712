package io.osler.ner.assertion;

import java.util.Locale;

/** What a cue says of the mentions in its reach. On one axis the nearest cue holds; axes do not touch each other. */
public enum Modifier {
    ABSENT(Axis.BELIEF),
    POSSIBLE(Axis.BELIEF),
    CONDITIONAL(Axis.CIRCUMSTANCE),
    HYPOTHETICAL(Axis.CIRCUMSTANCE),
    SOMEONE_ELSE(Axis.EXPERIENCER),
    /** Takes back {@link #SOMEONE_ELSE}, of a section for instance. */
    PATIENT(Axis.EXPERIENCER),
    HISTORICAL(Axis.TIME);

    /** What is said something about. */
    public enum Axis {
        BELIEF,
        CIRCUMSTANCE,
        EXPERIENCER,
        TIME
    }

    private final Axis axis;

    Modifier(Axis axis) {
        this.axis = axis;
    }

    public Axis axis() {
        return axis;
    }

    /** {@code someone_else}: as rules write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
