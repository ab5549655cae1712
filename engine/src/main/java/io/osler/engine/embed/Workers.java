package io.osler.engine.embed;

import io.osler.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that compute: a fixed number, each prepared once. Owned and closed by who has them made. */
public final class Workers implements AutoCloseable {
    private final String name;
    private final ExecutorService threads;

    /** @param prepare what a thread does before its first call */
    public Workers(String name, int count, Runnable prepare) {
        this.name = name;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(
                    () -> {
                        prepare.run();
                        work.run();
                    },
                    name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs all calls and returns when they have ended; what the first failed one threw is thrown, and the rest is given
     * up.
     *
     * @throws EngineException FAILED when the calling thread is interrupted; its flag stays set
     */
    public void run(List<Callable<Void>> calls) {
        List<Future<Void>> running = new ArrayList<>(calls.size());
        try {
            calls.forEach(call -> running.add(threads.submit(call)));
            for (Future<Void> future : running) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    EngineException.Code.FAILED, "work of " + name, "was given up: its thread was interrupted", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error failure -> throw failure;
                default -> new IllegalStateException(e.getCause());
            };
        } finally {
            // A call that has begun is not interrupted: libtorch would not notice, and the library's channels would
            // close.
            running.forEach(future -> future.cancel(false));
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
