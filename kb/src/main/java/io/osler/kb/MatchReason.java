package io.osler.kb;

/** Why a concept was found, the surest reason first. */
public enum MatchReason {
    /** Asked for by its id, or by another id of the same concept. */
    ID,
    /** Written as the name is; a capital at the beginning of an otherwise small word does not count. */
    EXACT,
    /** Equal but for capitals. */
    CASE,
    /** Equal in normal form: hyphens, possessives, plurals, accents. */
    NORMALISED,
    /** The same words in another order, function words and punctuation aside. */
    TOKEN_ORDER,
    /** A short form whose long form the text itself gives. */
    ABBREVIATION,
    /** A few letters differ. */
    EDIT_DISTANCE,
    /** Ranked by shared words or letters. */
    LEXICAL,
    /** Ranked by vectors. */
    DENSE,
    /** Ranked by words and vectors together. */
    HYBRID
}
