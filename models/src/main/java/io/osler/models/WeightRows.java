package io.osler.models;

/**
 * Matrices and vectors of a model by the names its family has for them, whatever file they lie in. Matrices are
 * {@code [rows = outputs][columns = inputs]}. Safe for many threads.
 */
public interface WeightRows {
    /** Outputs of a matrix; 1 for a vector. */
    int rows(String name);

    /** Inputs of a matrix, or the length of a vector. */
    int columns(String name);

    /**
     * Decodes whole rows to float32.
     *
     * @param target receives {@code rows * columns} values from {@code targetOffset} on
     */
    void readRows(String name, long rowBegin, int rows, float[] target, int targetOffset);
}
