package io.osler.ner.cli;

/** Says now and then, not always: every ten seconds, first after ten. */
final class Pace {
    private static final long NANOS = 10_000_000_000L;

    private long last = System.nanoTime();

    boolean isDue() {
        long now = System.nanoTime();
        if (now - last < NANOS) {
            return false;
        }
        last = now;
        return true;
    }
}
