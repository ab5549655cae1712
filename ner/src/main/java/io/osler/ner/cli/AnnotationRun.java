package io.osler.ner.cli;

import io.osler.models.OslerException;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads notes, one after the other or some at once, and keeps what was found in their order. Each is handled on its own:
 * one that fails costs nothing but itself. The exception is the output place: when that fails, the run ends.
 *
 * <p>One thread runs it; any other may end it. From the end on, results and totals stay as they are.
 */
final class AnnotationRun {
    private final NoteAnnotator annotator;
    private final Results results;
    private final RunDisplay display;
    private final RunTotals totals;
    private final boolean debug;
    private final Consumer<Annotations> listener;
    private volatile boolean ended;

    /**
     * @param results  closed at the end
     * @param totals   counts what happens; may have failures already
     * @param debug    whether failures are shown with their stack
     * @param listener hears of every note that was written
     */
    AnnotationRun(
            NoteAnnotator annotator,
            Results results,
            RunDisplay display,
            RunTotals totals,
            boolean debug,
            Consumer<Annotations> listener) {
        this.annotator = annotator;
        this.results = results;
        this.display = display;
        this.totals = totals;
        this.debug = debug;
        this.listener = listener;
    }

    /**
     * Reads all notes, or until {@link #interrupt}, and publishes the results.
     *
     * @return whether all were read
     */
    boolean run(List<NoteInput> inputs) {
        try (NotesAhead<Reading> readings = new NotesAhead<>(inputs, annotator.notesAtOnce(), this::read)) {
            while (readings.hasNext()) {
                if (ended) {
                    return false;
                }
                settle(readings.next());
            }
            return end();
        } catch (RuntimeException | Error e) {
            results.closeAfter(e);
            throw e;
        }
    }

    /**
     * Ends the run now: publishes the finished notes, drops the one being read. Any thread.
     *
     * @return whether there was something to end
     */
    synchronized boolean interrupt() {
        if (ended) {
            return false;
        }
        totals.interrupt();
        return end();
    }

    private synchronized boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        totals.end();
        results.close();
        return true;
    }

    /** What reading a note came to. */
    private sealed interface Reading {
        NoteInput input();

        record Read(NoteInput input, Annotations found) implements Reading {}

        record Failed(NoteInput input, Throwable failure) implements Reading {}

        /** The run ended meanwhile. */
        record Left(NoteInput input) implements Reading {}
    }

    private Reading read(NoteInput input) {
        try {
            return new Reading.Read(input, annotate(input, input.read()));
        } catch (Ended _) {
            return new Reading.Left(input);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new Reading.Failed(input, e);
        }
    }

    private void settle(Reading reading) {
        switch (reading) {
            case Reading.Read(NoteInput input, Annotations found) -> keep(input, found);
            case Reading.Failed(NoteInput input, Throwable failure) -> fail(input, failure);
            case Reading.Left _ -> {}
        }
        display.noteDone(reading.input());
    }

    private Annotations annotate(NoteInput input, ClinicalNote note) {
        ClinicalNote plain = MarkedNote.unmarked(note);
        if (plain.text().isBlank()) {
            return new Annotations(note, List.of(), 0, List.of(), 0);
        }
        if (annotator.notesAtOnce() > 1) {
            return MarkedNote.annotate(annotator, note, _ -> requireGoing());
        }
        int sentences = annotator.sentences(plain);
        return MarkedNote.annotate(annotator, note, done -> {
            requireGoing();
            display.sentence(input, done, sentences);
        });
    }

    private void requireGoing() {
        if (ended) {
            throw new Ended();
        }
    }

    private synchronized void keep(NoteInput input, Annotations found) {
        if (!ended) {
            results.write(found);
            totals.add(input, found);
            listener.accept(found);
        }
    }

    private synchronized void fail(NoteInput input, Throwable failure) {
        if (ended) {
            return;
        }
        String sentence =
                failure instanceof OslerException known && known.place().equals(input.source())
                        ? known.getMessage()
                        : input.source() + ": " + Failures.sentence(failure);
        totals.fail(input.source(), sentence);
        display.line("failed: " + sentence);
        if (debug) {
            failure.printStackTrace(display.err());
        }
    }

    /** Leaves a note that is being read. Never seen outside. */
    private static final class Ended extends RuntimeException {
        Ended() {
            super("the run has ended", null, false, false);
        }
    }
}
