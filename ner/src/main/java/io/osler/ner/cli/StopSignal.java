package io.osler.ner.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does something when the process is told to end (Ctrl-C, SIGTERM) while this is open. The engine computes nothing from
 * then on, so what is to be kept is kept at once: no sentence will be finished any more.
 */
final class StopSignal implements AutoCloseable {
    private static final long SECONDS_MAX = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private StopSignal(Action action) {
        hook = Thread.ofPlatform().name("osler-stop").unstarted(() -> onSignal(action));
    }

    /** What a signal does; false when the work is at its end anyway and only needs a moment. */
    @FunctionalInterface
    interface Action {
        boolean stop();
    }

    static StopSignal install(Action action) {
        StopSignal signal = new StopSignal(action);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void onSignal(Action action) {
        try {
            if (!action.stop() && !closed.await(SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("osler: ended before the last files were written");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending: the hook runs and has just been let go on.
        }
    }
}
