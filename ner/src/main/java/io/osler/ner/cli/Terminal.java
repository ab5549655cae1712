package io.osler.ner.cli;

import java.io.Console;
import java.util.Optional;

/**
 * Who reads along.
 *
 * @param errorsSeen whether standard error is a terminal
 * @param columns    width of standard output when it is a terminal, else 0: nothing is cut
 */
record Terminal(boolean errorsSeen, int columns) {
    static final Terminal NONE = new Terminal(false, 0);

    private static final int COLUMNS_LEAST = 40;
    private static final int COLUMNS_USUAL = 80;
    private static final int COLUMNS_HELP_LEAST = 60;
    private static final int COLUMNS_HELP_MAX = 100;

    /** Java cannot ask about standard error, so the launcher does; without it, all three streams count as one. */
    static Terminal ofThisProcess() {
        boolean interactive =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        String said = System.getProperty("osler.terminal.errors");
        int columns = Integer.getInteger("osler.terminal.columns", interactive ? COLUMNS_USUAL : 0);
        return new Terminal(said == null ? interactive : said.equals("true"), Math.max(0, columns));
    }

    /** Width of a progress bar. */
    int columnsForBar() {
        return columns == 0 ? COLUMNS_USUAL : Math.max(COLUMNS_LEAST, columns);
    }

    /** Width of a help text: longer lines are hard to read. */
    int columnsForHelp() {
        return columns == 0 ? COLUMNS_HELP_MAX : Math.clamp(columns, COLUMNS_HELP_LEAST, COLUMNS_HELP_MAX);
    }
}
