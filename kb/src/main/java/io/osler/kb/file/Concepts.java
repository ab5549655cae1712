package io.osler.kb.file;

import java.util.Optional;

/** Concepts by row, in the order of their ids. */
public final class Concepts {
    private static final int ID = 0;
    private static final int DEFINITION = 4;
    private static final int NAMES = 8;
    private static final int TYPES = 12;
    private static final int PARENTS = 16;

    private final Table rows;
    private final Table ids;
    private final Table definitions;
    private final Table names;
    private final Table types;
    private final Table parents;
    private final int size;

    Concepts(Table rows, Table ids, Table definitions, Table names, Table types, Table parents) {
        this.rows = rows;
        this.ids = ids;
        this.definitions = definitions;
        this.names = names;
        this.types = types;
        this.parents = parents;
        this.size = rows.rows() - 1;
        if (size < 0) {
            throw new IndexOutOfBoundsException("no concepts");
        }
    }

    public int size() {
        return size;
    }

    /** The row of an id, or -1. */
    public int row(String id) {
        return rows.rowOf(id, ID, ids);
    }

    public String id(int row) {
        return ids.text(rows.u32(checked(row), ID), rows.u32(row + 1L, ID));
    }

    public Optional<String> definition(int row) {
        long begin = rows.u32(checked(row), DEFINITION);
        long end = rows.u32(row + 1L, DEFINITION);
        return begin == end ? Optional.empty() : Optional.of(definitions.text(begin, end));
    }

    /** Rows of {@link Names}, the preferred name first. */
    public int[] names(int row) {
        return list(row, NAMES, names);
    }

    public int preferredName(int row) {
        return names.u31(rows.u31(checked(row), NAMES), 0);
    }

    public int nameCount(int row) {
        return rows.u31(checked(row) + 1L, NAMES) - rows.u31(row, NAMES);
    }

    /** Places in {@link KbFile#types}, ascending. */
    public int[] types(int row) {
        return list(row, TYPES, types);
    }

    /** Whether the concept has one of the types. */
    public boolean hasType(int row, boolean[] wanted) {
        int end = rows.u31(checked(row) + 1L, TYPES);
        for (int i = rows.u31(row, TYPES); i < end; i++) {
            if (wanted[types.u31(i, 0)]) {
                return true;
            }
        }
        return false;
    }

    /** Rows of direct parents, ascending. */
    public int[] parents(int row) {
        return list(row, PARENTS, parents);
    }

    private int[] list(int row, int field, Table of) {
        int begin = rows.u31(checked(row), field);
        int end = rows.u31(row + 1L, field);
        if (begin > end || end > of.rows()) {
            throw new IndexOutOfBoundsException("rows %d to %d of %d".formatted(begin, end, of.rows()));
        }
        int[] list = new int[end - begin];
        for (int i = 0; i < list.length; i++) {
            list[i] = of.u31(begin + (long) i, 0);
        }
        return list;
    }

    private int checked(int row) {
        return java.util.Objects.checkIndex(row, size);
    }
}
