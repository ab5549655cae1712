package io.osler.engine;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets calls in until it is closed; closing waits for those that are inside, so that nothing native is given back under
 * them. Safe for any number of threads.
 */
final class OpenGate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String place;
    private final String refusal;
    private boolean closed;

    /**
     * @param place   what is behind it, as errors name it
     * @param refusal what a call is told that comes too late
     */
    OpenGate(String place, String refusal) {
        this.place = place;
        this.refusal = refusal;
    }

    /** @throws EngineException CLOSED */
    <T> T inside(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new EngineException(EngineException.Code.CLOSED, place, refusal);
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Closes once; {@code work} gives back what was behind. */
    void close(Runnable work) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                work.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
