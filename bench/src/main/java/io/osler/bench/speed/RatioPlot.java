package io.osler.bench.speed;

import java.util.List;
import java.util.Locale;

/** Ratios as horizontal bars in an SVG, on a logarithmic scale since 2 times faster and 2 times slower are alike. */
final class RatioPlot {
    private static final int ROW_HEIGHT = 26;
    private static final int LABEL_WIDTH = 800;
    private static final int PLOT_WIDTH = 360;
    private static final double LEAST = 0.25;
    private static final double MOST = 32;

    /**
     * A row.
     *
     * @param name  what was measured
     * @param ratio how many times the other
     * @param bar   the ratio wanted; NaN where none is
     */
    record Row(String name, double ratio, double bar) {}

    private RatioPlot() {}

    static String svg(List<Row> rows) {
        int height = ROW_HEIGHT * (rows.size() + 1);
        int width = LABEL_WIDTH + PLOT_WIDTH + 80;
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n"
                        .formatted(width, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append(line(x(1), 0, height, "#888", "1"));
        for (int i = 0; i < rows.size(); i++) {
            svg.append(row(rows.get(i), ROW_HEIGHT * i + ROW_HEIGHT / 2));
        }
        svg.append(text(LABEL_WIDTH - 8, height - 8, "end", "times the other; grey line: 1, red mark: the bar"));
        return svg.append("</svg>\n").toString();
    }

    private static String row(Row row, int top) {
        boolean isShort = row.ratio < row.bar;
        double begin = Math.min(x(1), x(row.ratio));
        double length = Math.abs(x(row.ratio) - x(1));
        String out = text(LABEL_WIDTH - 8, top + 12, "end", row.name)
                + "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"16\" fill=\"%s\"/>\n"
                        .formatted(number(begin), top, number(length), isShort ? "#c9a227" : "#3b7a57")
                + text(Math.max(x(row.ratio), x(1)) + 6, top + 12, "start", number(row.ratio) + " x");
        return Double.isNaN(row.bar) ? out : out + line(x(row.bar), top - 3, top + 19, "#b02a30", "2");
    }

    /** Where a ratio lies; beyond the ends, at them. */
    private static double x(double ratio) {
        double inside = Math.clamp(ratio, LEAST, MOST);
        return LABEL_WIDTH + PLOT_WIDTH * Math.log(inside / LEAST) / Math.log(MOST / LEAST);
    }

    private static String line(double x, int top, int bottom, String colour, String width) {
        return "<line x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\" stroke-width=\"%5$s\"/>\n"
                .formatted(number(x), top, bottom, colour, width);
    }

    private static String text(double x, int y, String anchor, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<text x=\"%s\" y=\"%d\" text-anchor=\"%s\">%s</text>\n".formatted(number(x), y, anchor, escaped);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
