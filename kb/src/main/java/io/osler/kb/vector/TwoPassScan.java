package io.osler.kb.vector;

import io.osler.kb.scan.RowTable;
import io.osler.kb.scan.VectorScan;
import java.util.Arrays;
import java.util.List;

/** A search that scans bytes and scores anew what they leave a chance. */
final class TwoPassScan {
    private static final int PICKED_AT_ONCE = 256;

    private final VectorFile file;
    private final RowTable coarse;
    private final VectorScan scan;
    private final SearchOptions options;

    TwoPassScan(VectorFile file, VectorScan scan, SearchOptions options) {
        this.file = file;
        this.coarse = file.coarse().orElseThrow();
        this.scan = scan;
        this.options = options;
    }

    TopRows[] search(List<float[]> queries, ScanIndex.Ranges ranges) {
        float[][] padded = queries.stream().map(coarse::padded).toArray(float[][]::new);
        float[] lengths = new float[padded.length];
        for (int q = 0; q < lengths.length; q++) {
            lengths[q] = length(padded[q]);
        }
        List<CoarseRows[]> parts = ranges.run(coarse, (from, to) -> chancesOf(from, to, padded, lengths));
        TopRows[] best = new TopRows[padded.length];
        for (int q = 0; q < best.length; q++) {
            CoarseRows chances = new CoarseRows(limit());
            for (CoarseRows[] part : parts) {
                chances.offerAll(part[q]);
            }
            best[q] = scoredAnew(chances.drain(), queries.get(q));
        }
        return best;
    }

    private int limit() {
        return Math.min(options.limit(), Math.max(1, coarse.count()));
    }

    private CoarseRows[] chancesOf(int from, int to, float[][] queries, float[] lengths) {
        CoarseRows[] chances = new CoarseRows[queries.length];
        Arrays.setAll(chances, q -> new CoarseRows(limit()));
        ScanIndex.blocks(scan, coarse, from, to, queries, (first, count, scores) -> {
            for (int q = 0; q < chances.length; q++) {
                offer(chances[q], first, count, scores[q], lengths[q]);
            }
        });
        return chances;
    }

    private void offer(CoarseRows chances, int first, int count, float[] scores, float length) {
        float threshold = chances.threshold();
        for (int i = 0; i < count; i++) {
            int row = first + i;
            float error = file.error(row) * length;
            if (scores[i] + error >= threshold && options.filter().accepts(row, file.key(row))) {
                chances.offer(row, scores[i], error);
                threshold = chances.threshold();
            }
        }
    }

    private TopRows scoredAnew(int[] rows, float[] query) {
        TopRows best = new TopRows(limit());
        float[] padded = file.scored().padded(query);
        float[] scores = new float[PICKED_AT_ONCE];
        for (int from = 0; from < rows.length; from += PICKED_AT_ONCE) {
            int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + PICKED_AT_ONCE));
            scan.picked(file.scored(), some, some.length, padded, scores);
            for (int i = 0; i < some.length; i++) {
                best.offer(some[i], scores[i]);
            }
        }
        return best;
    }

    private static float length(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        return Math.nextUp((float) Math.sqrt(squares));
    }
}
