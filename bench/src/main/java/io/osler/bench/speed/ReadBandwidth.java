package io.osler.bench.speed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast this machine reads memory: plain sums over arrays that are larger than its caches, by a given number of
 * threads. What a scan is held against.
 */
final class ReadBandwidth implements AutoCloseable {
    private static final int ARRAY_LONGS = 1 << 20;

    private final List<long[]> arrays;
    private final int threads;
    private final ExecutorService pool;

    /** @param bytes read in one pass, a multiple of 8 MiB; far more than the last cache holds */
    ReadBandwidth(long bytes, int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads);
        this.arrays = new ArrayList<>();
        for (long made = 0; made < bytes; made += ARRAY_LONGS * (long) Long.BYTES) {
            long[] array = new long[ARRAY_LONGS];
            // Pages that were never written to may all be one.
            Arrays.fill(array, made);
            arrays.add(array);
        }
    }

    long bytes() {
        return arrays.size() * (long) ARRAY_LONGS * Long.BYTES;
    }

    /** Reads everything once. */
    long pass() {
        List<Future<Long>> parts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            parts.add(pool.submit(() -> sumOfEvery(first)));
        }
        long sum = 0;
        for (Future<Long> part : parts) {
            sum += join(part);
        }
        return sum;
    }

    private long sumOfEvery(int first) {
        long sum = 0;
        for (int i = first; i < arrays.size(); i += threads) {
            sum += sum(arrays.get(i));
        }
        return sum;
    }

    /** The compiler makes vector instructions of this; four streams keep more lines under way than one. */
    private static long sum(long[] array) {
        int quarter = array.length / 4;
        long sum = 0;
        for (int i = 0; i < quarter; i++) {
            sum += array[i] + array[i + quarter] + array[i + 2 * quarter] + array[i + 3 * quarter];
        }
        return sum;
    }

    private static long join(Future<Long> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sum of longs failed", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
