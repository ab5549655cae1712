package io.osler.kb.file;

/** The parts of a knowledge base's file, in their order there; {@link KbWriter} says what each holds. */
public enum Section {
    MANIFEST(0, 1),
    TYPES(1, 4),
    TYPE_TEXTS(2, 1),
    ORIGINS(3, 4),
    ORIGIN_TEXTS(4, 1),
    CONCEPTS(5, 20),
    IDS(6, 1),
    DEFINITIONS(7, 1),
    CONCEPT_NAMES(8, 4),
    CONCEPT_TYPES(9, 4),
    CONCEPT_PARENTS(10, 4),
    NAMES(11, 12),
    NAME_TEXTS(12, 1),
    WORDS(13, 8),
    WORD_TEXTS(14, 1),
    WORD_SLOTS(15, 8),
    NODES(16, 12),
    NODE_WORDS(17, 4),
    TOKEN_ORDERS(18, 8),
    SEGMENTS(19, 8),
    ALTERNATIVES(20, 8),
    ALTERNATIVE_IDS(21, 1);

    private final int number;
    private final int width;

    Section(int number, int width) {
        this.number = number;
        this.width = width;
    }

    /** Its place in the file, from 0. */
    public int number() {
        return number;
    }

    /** Bytes of one row. */
    public int width() {
        return width;
    }
}
