package io.osler.ner.cli;

import io.osler.ner.eval.EvalRow;
import io.osler.ner.eval.EvalRun;
import io.osler.ner.eval.Setting;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells how far a run is: a line when a setting begins, and one about every ten seconds. */
final class EvalProgress implements EvalRun.Listener {
    private final PrintStream err;
    private final int sentences;
    private final Map<Setting, Count> counts = new HashMap<>();
    private final Pace pace = new Pace();

    /** Settings may take turns. */
    private static final class Count {
        private int done;
        private int timed;
        private long nanos;
    }

    EvalProgress(PrintStream err, int sentences) {
        this.err = err;
        this.sentences = sentences;
    }

    @Override
    public void setting(Setting setting, int kept, boolean stale) {
        Count count = new Count();
        count.done = kept;
        counts.put(setting, count);
        String there = kept == 0 ? "" : ", %d of them there already".formatted(kept);
        err.println("%s: %d sentences%s".formatted(setting.label(), sentences, there));
        if (stale) {
            err.println("  rows under this name were made with another model, pool or task; they are left aside");
        }
    }

    @Override
    public void failed(Setting setting, String sentence, String message) {
        err.println("  %s: sentence %s failed: %s".formatted(setting.label(), sentence, message));
    }

    @Override
    public void row(Setting setting, EvalRow row) {
        Count count = counts.get(setting);
        count.done++;
        count.timed++;
        count.nanos += row.nanos();
        if (pace.isDue()) {
            err.println(String.format(
                    Locale.ROOT,
                    "  %s: %d of %d, %.2f s/sentence",
                    setting.label(),
                    count.done,
                    sentences,
                    count.nanos / 1e9 / count.timed));
        }
    }
}
