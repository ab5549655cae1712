package io.osler.ner.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars in one style, all on standard error. */
final class Bars {
    private static final int REFRESH_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private Bars() {}

    /** A bar that vanishes when it is closed. Width is given, so the library need not open the terminal itself. */
    static ProgressBarBuilder open(PrintStream err, Terminal terminal, String name, long max) {
        return ProgressBar.builder()
                .setTaskName(name)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(err, terminal.columnsForBar() - 1));
    }

    /** A line of text that stays, above the bar where there is one. */
    static void line(PrintStream err, ProgressBar bar, String text) {
        err.println(bar == null ? text : CLEAR_LINE + text);
    }
}
