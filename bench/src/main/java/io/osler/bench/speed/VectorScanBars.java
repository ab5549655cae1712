package io.osler.bench.speed;

import io.osler.kb.vector.VectorForm;
import io.osler.kb.vector.VectorHit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Exact search of vectors: how near it comes to reading memory and doing nothing, and that it misses nothing. */
final class VectorScanBars {
    private static final int QUERIES_OF_RECALL = 50;
    private static final double SHARE_LEAST = 0.8;
    private static final double RECALL_LEAST = 0.999;

    private final int rounds;
    private final BarSheet sheet;
    private final int threads = Runtime.getRuntime().availableProcessors();

    VectorScanBars(int rounds, BarSheet sheet) {
        this.rounds = rounds;
        this.sheet = sheet;
    }

    void measure() {
        String rows = "%,d rows of %d".formatted(VectorScanWork.ROWS, VectorScanWork.DIMENSION);
        Spread memory = memory();
        sheet.report("memory read by %d threads".formatted(threads), memory, "GB/s");
        for (VectorForm form : List.of(VectorForm.F32, VectorForm.INT8_F32)) {
            try (VectorScanWork one = new VectorScanWork(form, VectorScanWork.ROWS, threads, 1)) {
                Spread rate = Spread.measure(rounds, () -> gigabytesPerSecond(one.bytes(), one::search));
                sheet.report("exact search, %s, %s".formatted(form, rows), rate, "GB/s");
                sheet.atLeast(
                        "exact search, %s, share of the memory's rate".formatted(form),
                        rate.median() / memory.median(),
                        "",
                        SHARE_LEAST);
            }
        }
        sheet.atLeast("int8 first pass with exact re-rank, recall@10", recall(), "", RECALL_LEAST);
    }

    private Spread memory() {
        long bytes = (long) VectorScanWork.ROWS * VectorScanWork.DIMENSION * Float.BYTES;
        try (ReadBandwidth bandwidth = new ReadBandwidth(bytes, threads)) {
            return Spread.measure(rounds, () -> gigabytesPerSecond(bandwidth.bytes(), bandwidth::pass));
        }
    }

    private static double gigabytesPerSecond(long bytes, Runnable reading) {
        long begin = System.nanoTime();
        reading.run();
        return bytes / 1e9 / ((System.nanoTime() - begin) / 1e9);
    }

    /** The same rows and queries in both forms. */
    private double recall() {
        List<List<VectorHit>> exact = hits(VectorForm.F32);
        List<List<VectorHit>> twoPass = hits(VectorForm.INT8_F32);
        int right = 0;
        int all = 0;
        for (int query = 0; query < exact.size(); query++) {
            Set<Integer> wanted = rows(exact.get(query));
            all += wanted.size();
            wanted.retainAll(rows(twoPass.get(query)));
            right += wanted.size();
        }
        return (double) right / all;
    }

    private List<List<VectorHit>> hits(VectorForm form) {
        try (VectorScanWork work = new VectorScanWork(form, VectorScanWork.ROWS, threads, QUERIES_OF_RECALL)) {
            return work.search();
        }
    }

    private static Set<Integer> rows(List<VectorHit> hits) {
        return new HashSet<>(hits.stream().map(VectorHit::row).toList());
    }
}
