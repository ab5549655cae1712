package io.osler.ner.cli;

import io.osler.ner.eval.EvalRow;
import io.osler.ner.eval.EvalRun;
import io.osler.ner.eval.Setting;
import java.io.PrintStream;
import java.util.Locale;

/** Tells how far a run is: a line when a setting begins, and one about every ten seconds. */
final class EvalProgress implements EvalRun.Listener {
    private static final long NANOS_BETWEEN = 10_000_000_000L;

    private final PrintStream err;
    private final int sentences;
    private int done;
    private long begun;
    private long told;
    private int doneAtBegin;

    EvalProgress(PrintStream err, int sentences) {
        this.err = err;
        this.sentences = sentences;
    }

    @Override
    public void setting(Setting setting, int kept, boolean stale) {
        done = kept;
        doneAtBegin = kept;
        begun = System.nanoTime();
        told = begun;
        String there = kept == 0 ? "" : ", %d of them there already".formatted(kept);
        err.println("%s: %d sentences%s".formatted(setting.label(), sentences, there));
        if (stale) {
            err.println("  rows under this name were made with another model, pool or task; they are left aside");
        }
    }

    @Override
    public void row(Setting setting, EvalRow row) {
        done++;
        long now = System.nanoTime();
        if (now - told >= NANOS_BETWEEN) {
            told = now;
            err.println(String.format(
                    Locale.ROOT,
                    "  %d of %d, %.2f s/sentence",
                    done,
                    sentences,
                    (now - begun) / 1e9 / (done - doneAtBegin)));
        }
    }
}
