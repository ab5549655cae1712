package io.osler.kb.file;

import io.osler.kb.NameKind;
import java.util.List;

/** Names by row; those with the same words stand together. */
public final class Names {
    /** Found in a text in its own capitals only: a short name in capitals, such as ALL. */
    public static final int SAME_CASE = 1;

    /** Never found in a text: no letter, one letter, or function words alone. */
    public static final int NOT_IN_TEXT = 2;

    /** Ends in a possessive: Crohn's. */
    public static final int POSSESSIVE = 4;

    /** In small letters a function word: not found between other words in capitals. */
    public static final int FUNCTION_WORD = 8;

    /** In the order of their codes in the file. */
    private static final List<NameKind> KINDS =
            List.of(NameKind.PREFERRED, NameKind.EXACT, NameKind.NARROW, NameKind.BROAD, NameKind.RELATED);

    private static final int CONCEPT = 0;
    private static final int TEXT = 4;
    private static final int KIND = 8;
    private static final int FLAGS = 9;
    private static final int ORIGIN = 10;

    private final Table rows;
    private final Table texts;
    private final int size;

    Names(Table rows, Table texts) {
        this.rows = rows;
        this.texts = texts;
        this.size = rows.rows() - 1;
        if (size < 0) {
            throw new IndexOutOfBoundsException("no names");
        }
    }

    /** The number that stands for a kind in the file. */
    public static int code(NameKind kind) {
        return KINDS.indexOf(kind);
    }

    public int size() {
        return size;
    }

    public int concept(int row) {
        return rows.u31(checked(row), CONCEPT);
    }

    public String text(int row) {
        return texts.text(rows.u32(checked(row), TEXT), rows.u32(row + 1L, TEXT));
    }

    public NameKind kind(int row) {
        return KINDS.get(rows.u8(checked(row), KIND));
    }

    public boolean has(int row, int flag) {
        return (rows.u8(checked(row), FLAGS) & flag) != 0;
    }

    public int flags(int row) {
        return rows.u8(checked(row), FLAGS);
    }

    /** A place in {@link KbFile#origins}. */
    public int origin(int row) {
        return rows.u16(checked(row), ORIGIN);
    }

    private int checked(int row) {
        return java.util.Objects.checkIndex(row, size);
    }
}
