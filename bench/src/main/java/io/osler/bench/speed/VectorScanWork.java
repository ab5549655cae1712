package io.osler.bench.speed;

import io.osler.kb.vector.ScanIndex;
import io.osler.kb.vector.SearchOptions;
import io.osler.kb.vector.VectorForm;
import io.osler.kb.vector.VectorHit;
import io.osler.kb.vector.VectorIndexBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Exact searches over generated vectors of length 1 in a temporary file, which goes with this. */
final class VectorScanWork implements AutoCloseable {
    static final int DIMENSION = 384;

    /** 614 MB as float32: beyond the last cache of most machines. */
    static final int ROWS = 400_000;

    private static final int HITS = 10;
    private static final long SEED = 20;

    private final Path directory;
    private final ScanIndex index;
    private final List<float[]> queries;

    VectorScanWork(VectorForm form, int rows, int threads, int queriesAtOnce) {
        SplittableRandom random = new SplittableRandom(SEED);
        try {
            directory = Files.createTempDirectory("osler-vectors");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path file = directory.resolve("rows");
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "generated", DIMENSION, form)) {
            for (int row = 0; row < rows; row++) {
                builder.add(row, unit(random));
            }
            builder.build();
        }
        index = ScanIndex.open(file, threads);
        queries = new ArrayList<>();
        for (int q = 0; q < queriesAtOnce; q++) {
            queries.add(unit(random));
        }
    }

    List<List<VectorHit>> search() {
        return index.search(queries, SearchOptions.top(HITS));
    }

    /** Bytes of the rows that a scan goes over. */
    long bytes() {
        return index.file().coarse().orElse(index.file().scored()).data().byteSize();
    }

    /** Sums of uniform numbers are close enough to a Gaussian, and quick. */
    private static float[] unit(SplittableRandom random) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            Path file = index.file().path();
            index.close();
            Files.delete(file);
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
