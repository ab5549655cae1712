package io.osler.kb.file;

/** Further ids of concepts, in the order of their bytes. */
public final class AlternativeIds {
    private static final int ID = 0;
    private static final int CONCEPT = 4;

    private final Table rows;
    private final Table ids;

    AlternativeIds(Table rows, Table ids) {
        this.rows = rows;
        this.ids = ids;
        if (rows.rows() < 1) {
            throw new IndexOutOfBoundsException("no end of alternative ids");
        }
    }

    public int size() {
        return rows.rows() - 1;
    }

    /** The row of the concept that goes by this id too, or -1. */
    public int concept(String id) {
        int row = rows.rowOf(id, ID, ids);
        return row < 0 ? -1 : concept(row);
    }

    int concept(int row) {
        return rows.u31(checked(row), CONCEPT);
    }

    String id(int row) {
        return ids.text(rows.u32(checked(row), ID), rows.u32(row + 1L, ID));
    }

    private int checked(int row) {
        return java.util.Objects.checkIndex(row, size());
    }
}
