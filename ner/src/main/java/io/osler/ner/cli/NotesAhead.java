package io.osler.ner.cli;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Works on several notes at once and hands the results over in the order of the notes. Only a few are ahead of the one
 * handed over, so memory does not grow with the run. With one at a time, the caller's thread does the work.
 *
 * @param <T> what the work gives for a note
 */
final class NotesAhead<T> implements Iterator<T>, AutoCloseable {
    /** For each note at work another may wait: a long note then does not leave the others idle. */
    private static final int WAITING_PER_WORKER = 4;

    private final Iterator<NoteInput> inputs;
    private final Function<NoteInput, T> work;
    private final int ahead;
    private final ExecutorService workers;
    private final Queue<Future<T>> begun = new ArrayDeque<>();

    /**
     * @param work   called by several threads when {@code atOnce} is above 1; its failure is thrown by {@link #next}
     * @param atOnce how many notes are worked on together
     */
    NotesAhead(List<NoteInput> inputs, int atOnce, Function<NoteInput, T> work) {
        this.inputs = inputs.iterator();
        this.work = work;
        this.ahead = atOnce * WAITING_PER_WORKER;
        this.workers = atOnce == 1
                ? null
                : Executors.newFixedThreadPool(
                        atOnce, Thread.ofPlatform().daemon().factory());
    }

    @Override
    public boolean hasNext() {
        return inputs.hasNext() || !begun.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all notes are done");
        }
        if (workers == null) {
            return work.apply(inputs.next());
        }
        while (begun.size() < ahead && inputs.hasNext()) {
            NoteInput input = inputs.next();
            begun.add(workers.submit(() -> work.apply(input)));
        }
        return result(begun.remove());
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a note was read", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Begins no further note; waits for those at work. */
    @Override
    public void close() {
        if (workers != null) {
            begun.forEach(future -> future.cancel(false));
            workers.close();
        }
    }
}
