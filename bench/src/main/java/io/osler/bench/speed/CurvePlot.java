package io.osler.bench.speed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Recall against queries per second as an SVG: what an index loses for its speed. Recall runs over the nines, 0.9, 0.99,
 * 0.999, since halving what is missed is the same step everywhere; the rate is logarithmic.
 */
final class CurvePlot {
    /** Ends of the names of two figures that make a point together. */
    static final String RECALL = ": recall@10";

    static final String RATE = ": rate";

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int BOTTOM = 50;
    private static final int TOP = 30;
    private static final int RIGHT = 150;
    private static final double[] RECALLS = {0.5, 0.9, 0.99, 0.999, 1};

    /** What a recall of 1 is drawn as: beyond what a thousand queries of ten could tell. */
    private static final double MISSED_LEAST = 1e-4;

    /**
     * A point of the curve.
     *
     * @param name   how the index was asked
     * @param recall 0 to 1
     * @param rate   queries per second
     */
    record Point(String name, double recall, double rate) {}

    private CurvePlot() {}

    /** The points of figures by name; figures that lack the other half are left out. */
    static List<Point> points(Map<String, Double> figures) {
        Map<String, Point> points = new LinkedHashMap<>();
        figures.forEach((name, recall) -> {
            if (name.endsWith(RECALL)) {
                String of = name.substring(0, name.length() - RECALL.length());
                Double rate = figures.get(of + RATE);
                if (rate != null) {
                    points.put(of, new Point(of, recall, rate));
                }
            }
        });
        return List.copyOf(points.values());
    }

    /** @param points at least one */
    static String svg(List<Point> points) {
        double least = points.stream().mapToDouble(Point::rate).min().orElseThrow();
        double most = points.stream().mapToDouble(Point::rate).max().orElseThrow();
        Axis rates = new Axis(Math.pow(10, Math.floor(Math.log10(least))), Math.pow(10, Math.ceil(Math.log10(most))));
        List<String> parts = new ArrayList<>();
        parts.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">"
                        .formatted(WIDTH, HEIGHT));
        parts.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (double recall : RECALLS) {
            double x = x(recall);
            parts.add(line(x, TOP, x, HEIGHT - BOTTOM));
            parts.add(text(x, HEIGHT - BOTTOM + 18, "middle", recall == 1 ? "1" : Double.toString(recall)));
        }
        for (double rate = rates.least; rate <= rates.most * 1.001; rate *= 10) {
            parts.add(line(LEFT, rates.y(rate), WIDTH - RIGHT, rates.y(rate)));
            parts.add(text(LEFT - 8, rates.y(rate) + 4, "end", "%,d".formatted(Math.round(rate))));
        }
        parts.add("<polyline fill=\"none\" stroke=\"#3b7a57\" stroke-width=\"2\" points=\"%s\"/>"
                .formatted(String.join(
                        " ",
                        points.stream()
                                .map(point -> number(x(point.recall)) + "," + number(rates.y(point.rate)))
                                .toList())));
        for (Point point : points) {
            parts.add("<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"#3b7a57\"/>"
                    .formatted(number(x(point.recall)), number(rates.y(point.rate))));
            parts.add(text(x(point.recall) + 8, rates.y(point.rate) - 6, "start", label(point.name)));
        }
        parts.add(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "recall@10"));
        parts.add(text(LEFT - 50, TOP - 6, "start", "queries/s"));
        return String.join("\n", parts) + "\n</svg>\n";
    }

    /** The number of candidates is what differs. */
    private static String label(String name) {
        return name.replaceAll("^.*?(\\d+) candidates.*$", "$1 candidates");
    }

    private static double x(double recall) {
        double nines = -Math.log10(Math.max(MISSED_LEAST, 1 - recall));
        double first = -Math.log10(1 - RECALLS[0]);
        double last = -Math.log10(MISSED_LEAST);
        return LEFT + (WIDTH - RIGHT - LEFT) * Math.clamp((nines - first) / (last - first), 0, 1);
    }

    /** Rates from the bottom up. */
    private record Axis(double least, double most) {
        double y(double rate) {
            double share = Math.log(rate / least) / Math.log(most / least);
            return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * Math.clamp(share, 0, 1);
        }
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#ddd\"/>"
                .formatted(number(x1), number(y1), number(x2), number(y2));
    }

    private static String text(double x, double y, String anchor, String words) {
        return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>".formatted(number(x), number(y), anchor, words);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
