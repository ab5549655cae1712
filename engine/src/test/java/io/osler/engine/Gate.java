package io.osler.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener that holds the engine's thread at each piece of text until it is told to go on. */
final class Gate implements Consumer<GenerationEvent> {
    private static final int SECONDS_MAX = 20;

    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore passes = new Semaphore(0);

    @Override
    public void accept(GenerationEvent event) {
        if (event instanceof GenerationEvent.Piece) {
            arrived.release();
            acquire(passes);
        }
    }

    /** Waits until the engine stands at the next piece. */
    Gate await() {
        acquire(arrived);
        return this;
    }

    /** Lets so many pieces pass and waits for the one after them. */
    void letPass(int pieces) {
        for (int i = 0; i < pieces; i++) {
            passes.release();
            acquire(arrived);
        }
    }

    void open() {
        passes.release(1 << 20);
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened for " + SECONDS_MAX + " seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
