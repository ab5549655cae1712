package io.osler.kb.scan;

/** The plain twin: one product after the other, in double precision. Right on every machine, and slow. */
public final class ScalarScan implements VectorScan {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void range(RowTable rows, int from, int to, float[][] queries, float[][] scores) {
        for (int row = from; row < to; row++) {
            for (int q = 0; q < queries.length; q++) {
                scores[q][row - from] = dot(rows, row, queries[q]);
            }
        }
    }

    @Override
    public void picked(RowTable rows, int[] which, int count, float[] query, float[] scores) {
        for (int i = 0; i < count; i++) {
            scores[i] = dot(rows, which[i], query);
        }
    }

    private static float dot(RowTable rows, int row, float[] query) {
        double sum = 0;
        for (int i = 0; i < rows.dimension(); i++) {
            sum += (double) rows.unscaled(row, i) * query[i];
        }
        return (float) (sum * rows.scale(row));
    }
}
