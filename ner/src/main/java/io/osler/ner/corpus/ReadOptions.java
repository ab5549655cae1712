package io.osler.ner.corpus;

/**
 * How a corpus is read.
 *
 * @param unit     what offsets count in files that do not say
 * @param types    what types are called
 * @param separate whether each mention must be one stretch that overlaps no other, as tagging sentences wants
 * @param tolerant whether mentions that cannot be taken are left out and counted; otherwise the first one ends the
 *                 reading with its file and line
 */
public record ReadOptions(OffsetUnit unit, TypeNames types, boolean separate, boolean tolerant) {
    /** Everything a file says, types as written; faults end the reading. */
    public static final ReadOptions STRICT =
            new ReadOptions(OffsetUnit.CODE_POINTS, TypeNames.AS_WRITTEN, false, false);

    /** Types in lower case, mentions apart: what sentences for examples and scores are cut from. */
    public static final ReadOptions FOR_TASKS =
            new ReadOptions(OffsetUnit.CODE_POINTS, TypeNames.LOWER_CASE, true, false);

    public ReadOptions withUnit(OffsetUnit other) {
        return new ReadOptions(other, types, separate, tolerant);
    }

    public ReadOptions withTypes(TypeNames names) {
        return new ReadOptions(unit, names, separate, tolerant);
    }

    public ReadOptions tolerating() {
        return new ReadOptions(unit, types, separate, true);
    }
}
