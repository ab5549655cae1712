package io.osler.ner.assertion;

import java.util.Locale;

/**
 * What a note says of a mention, one of six: the classes of the 2010 i2b2/VA challenge. Where several hold, the one that
 * stands last here is told.
 *
 * @see <a href="https://doi.org/10.1136/amiajnl-2011-000203">Uzuner et al. 2011</a>
 */
public enum AssertionStatus {
    /** The patient has it, or was given it. */
    PRESENT,
    /** The note says that it is not so. */
    ABSENT,
    /** The note is not sure. */
    POSSIBLE,
    /** Under certain conditions only: on exertion, with a drug the patient is allergic to. */
    CONDITIONAL,
    /** Might come to be: "return if ...". */
    HYPOTHETICAL,
    /** A relative's, for instance. */
    SOMEONE_ELSE;

    /** {@code someone_else}: as files write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code someone else}: for people. */
    public String words() {
        return label().replace('_', ' ');
    }
}
