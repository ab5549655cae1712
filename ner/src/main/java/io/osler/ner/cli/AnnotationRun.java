package io.osler.ner.cli;

import io.osler.models.OslerException;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads notes one after the other. Each is handled on its own: one that fails costs nothing but itself. The exception is
 * the output place: when that fails, the run ends.
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
        try {
            for (NoteInput input : inputs) {
                if (ended) {
                    return false;
                }
                read(input).ifPresent(found -> keep(input, found));
                display.noteDone(input);
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

    private Optional<Annotations> read(NoteInput input) {
        try {
            return Optional.of(annotate(input, input.read()));
        } catch (Ended _) {
            return Optional.empty();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            fail(input, e);
            return Optional.empty();
        }
    }

    private Annotations annotate(NoteInput input, ClinicalNote note) {
        ClinicalNote plain = MarkedNote.unmarked(note);
        if (plain.text().isBlank()) {
            return new Annotations(note, List.of(), 0, List.of(), 0);
        }
        int sentences = annotator.sentences(plain);
        return MarkedNote.annotate(annotator, note, done -> {
            if (ended) {
                throw new Ended();
            }
            display.sentence(input, done, sentences);
        });
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
