package io.osler.ner.cli;

import io.osler.models.store.PullProgress;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;

/** Shows a pull: a bar per file on a terminal, else a line when a file is here and every ten seconds before. */
final class PullDisplay implements PullProgress, AutoCloseable {
    private final PrintStream err;
    private final Terminal terminal;
    private final Pace pace = new Pace();
    private ProgressBar bar;
    private String file = "";
    private long bytes = -1;
    private long bytesHere;

    PullDisplay(PrintStream err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void started(String name, long size) {
        close();
        file = name;
        bytes = size;
        bytesHere = 0;
        if (terminal.errorsSeen()) {
            bar = Bars.open(err, terminal, name, size)
                    .setUnit(" MB", 1_000_000)
                    .showSpeed()
                    .build();
        }
    }

    @Override
    public void advanced(long here) {
        bytesHere = here;
        if (bar != null) {
            bar.stepTo(here);
        } else if (pace.isDue()) {
            err.printf("  %s: %s%s%n", file, Sizes.bytes(here), bytes < 0 ? "" : " of " + Sizes.bytes(bytes));
        }
    }

    @Override
    public void note(String text) {
        Bars.line(err, bar, text);
    }

    @Override
    public void finished(String name) {
        close();
        err.printf("  %s: %s, checked%n", name, Sizes.bytes(bytesHere));
    }

    /** Takes the bar away, also when the pull failed on the way. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
