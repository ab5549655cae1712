package io.osler.ner.eval;

import java.util.function.Function;

/** The latest of its kind that was asked for, open until another is. */
final class Held<T extends AutoCloseable> implements AutoCloseable {
    private final Function<String, T> open;
    private String name = "";
    private T held;

    Held(Function<String, T> open) {
        this.open = open;
    }

    T of(String asked) {
        if (held == null || !asked.equals(name)) {
            close();
            held = open.apply(asked);
            name = asked;
        }
        return held;
    }

    @Override
    public void close() {
        if (held == null) {
            return;
        }
        try {
            held.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            held = null;
        }
    }
}
