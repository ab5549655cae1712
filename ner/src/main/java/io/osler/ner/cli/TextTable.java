package io.osler.ner.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Aligned columns. Where the terminal is too narrow, one column gives way. */
final class TextTable {
    private static final String GAP = "  ";
    private static final int COLUMNS_LEAST = 8;

    private final List<List<String>> rows = new ArrayList<>();
    private final int flexible;

    /**
     * @param flexible index of the column that is cut
     * @param titles   one for each column
     */
    TextTable(int flexible, String... titles) {
        this.flexible = flexible;
        rows.add(List.of(titles));
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** @param columns of the terminal; 0 cuts nothing */
    List<String> lines(int columns) {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> DisplayWidth.of(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        int total = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        if (columns > 0 && total > columns) {
            widths[flexible] = Math.max(COLUMNS_LEAST, widths[flexible] - (total - columns));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = DisplayWidth.cut(row.get(column), widths[column]);
            line.append(cell)
                    .repeat(' ', widths[column] - DisplayWidth.of(cell))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
