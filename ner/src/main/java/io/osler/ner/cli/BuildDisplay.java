package io.osler.ner.cli;

import io.osler.kb.build.BuildProgress;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** Shows how far a build is: a bar for each step on a terminal, else a line every ten seconds. One thread. */
final class BuildDisplay implements BuildProgress, AutoCloseable {
    private final PrintStream err;
    private final Terminal terminal;
    private final Pace pace = new Pace();
    private ProgressBar bar;
    private String shown = "";

    BuildDisplay(PrintStream err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void at(String step, long done, long total) {
        if (terminal.errorsSeen()) {
            if (!step.equals(shown)) {
                close();
                bar = Bars.open(err, terminal, step, total).build();
                shown = step;
            }
            bar.stepTo(done);
        } else if (pace.isDue()) {
            err.println(
                    total > 0
                            ? String.format(Locale.ROOT, "%s: %,d of %,d", step, done, total)
                            : String.format(Locale.ROOT, "%s: %,d", step, done));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            shown = "";
        }
    }
}
