package io.osler.ner.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** Shows how far a run is: a bar on a terminal, else a line every ten seconds. One thread, but any may close it. */
final class RunDisplay implements AutoCloseable {
    private final PrintStream err;
    private final ProgressBar bar;
    private final Pace pace = new Pace();
    private final long begin = System.nanoTime();
    private final int notes;
    private int notesDone;
    private long bytesDone;
    private long sentencesDone;

    /** A note weighs what its file weighs: how many sentences it has is known only when it is read. */
    RunDisplay(PrintStream err, Terminal terminal, List<NoteInput> inputs) {
        this.err = err;
        this.notes = inputs.size();
        long bytes = inputs.stream().mapToLong(NoteInput::bytes).sum();
        this.bar = terminal.errorsSeen()
                ? Bars.open(err, terminal, "annotating", bytes)
                        .setUnit(" kB", 1_000)
                        .build()
                : null;
    }

    /** A sentence of the current note is done. */
    void sentence(NoteInput note, int done, int of) {
        sentencesDone++;
        if (bar != null) {
            bar.stepTo(bytesDone + note.bytes() * done / Math.max(1, of));
            bar.setExtraMessage(
                    String.format(Locale.ROOT, "note %d/%d, %.1f sentences/s", notesDone + 1, notes, speed()));
        } else if (pace.isDue()) {
            err.println(String.format(
                    Locale.ROOT,
                    "%d of %d notes, sentence %d of %d; %.1f sentences/s",
                    notesDone,
                    notes,
                    done,
                    of,
                    speed()));
        }
    }

    void noteDone(NoteInput note) {
        notesDone++;
        bytesDone += note.bytes();
        if (bar != null) {
            bar.stepTo(bytesDone);
        } else if (pace.isDue()) {
            err.println("%d of %d notes".formatted(notesDone, notes));
        }
    }

    /** Says something at once. */
    void line(String text) {
        Bars.line(err, bar, text);
    }

    PrintStream err() {
        return err;
    }

    private double speed() {
        return sentencesDone / ((System.nanoTime() - begin) / 1e9);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
