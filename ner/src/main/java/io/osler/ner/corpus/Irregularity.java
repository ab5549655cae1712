package io.osler.ner.corpus;

/** What a reader meets beside plain mentions. The first few are no faults and never stop a reading. */
public enum Irregularity {
    RELATION("relations passed over"),
    OTHER_ANNOTATION("events, attributes and notes passed over"),
    TYPE_LEFT_OUT("mentions of types not asked for"),
    REPEATED_ID("documents whose id stood before, renamed"),
    UNANNOTATED("tasks that nobody annotated, left out"),
    TEXT_DIFFERS("mentions whose words differ from the document, left out"),
    OUT_OF_RANGE("mentions outside their document, left out"),
    DISCONTINUOUS("mentions in several pieces, left out"),
    OVERLAP("mentions that overlap a longer one, left out"),
    CROSSES_SENTENCES("mentions that cross a sentence's end, left out");

    private final String words;

    Irregularity(String words) {
        this.words = words;
    }

    /** For people, behind a number. */
    public String words() {
        return words;
    }
}
