package io.osler.models.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that has been silent for too long, which ends the read that waits on it with an IOException. The HTTP
 * client's own timeout ends with the head of an answer.
 */
final class StallGuard implements AutoCloseable {
    private final InputStream stream;
    private final long nanosMax;
    private final Thread watcher;
    private volatile long aliveNanos = System.nanoTime();

    StallGuard(InputStream stream, Duration silenceMax) {
        this.stream = stream;
        this.nanosMax = silenceMax.toNanos();
        this.watcher = Thread.ofVirtual().start(this::watch);
    }

    /** Something has arrived. */
    void alive() {
        aliveNanos = System.nanoTime();
    }

    private void watch() {
        try {
            long silent = 0;
            while (silent < nanosMax) {
                Thread.sleep(Duration.ofNanos(nanosMax - silent));
                silent = System.nanoTime() - aliveNanos;
            }
            stream.close();
        } catch (InterruptedException e) {
            return; // the guard was closed: the body has ended
        } catch (IOException e) {
            return; // the stream broke by itself, and its reader hears of it
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
