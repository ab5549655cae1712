package io.osler.bench.speed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** F1 against the number of corrected sentences as an SVG: a line for each way to choose them, whiskers from least to most. */
final class LearningPlot {
    private static final Pattern NAME = Pattern.compile("(.*), strict F1 with ([0-9,]+) sentences by (\\w+)");
    private static final List<String> COLOURS = List.of("#888888", "#3b7a57", "#b04a2f", "#3a5fa0");

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int BOTTOM = 50;
    private static final int TOP = 30;
    private static final int RIGHT = 120;

    /** F1 between grid lines. */
    private static final double STEP = 0.05;

    /**
     * A point of a line.
     *
     * @param sentences learnt from
     * @param f1        of several runs
     */
    record Point(int sentences, Spread f1) {}

    private LearningPlot() {}

    /** What a figure is called that is a point of such a line. */
    static String name(String corpus, int sentences, String by) {
        return String.format(Locale.ROOT, "%s test, strict F1 with %,d sentences by %s", corpus, sentences, by);
    }

    /** Lines by how sentences were chosen, points rising; other figures are left out. */
    static Map<String, List<Point>> lines(Map<String, Spread> figures) {
        Map<String, TreeMap<Integer, Point>> lines = new LinkedHashMap<>();
        figures.forEach((name, f1) -> {
            Matcher said = NAME.matcher(name);
            if (said.matches()) {
                int sentences = Integer.parseInt(said.group(2).replace(",", ""));
                lines.computeIfAbsent(said.group(3), _ -> new TreeMap<>()).put(sentences, new Point(sentences, f1));
            }
        });
        Map<String, List<Point>> sorted = new LinkedHashMap<>();
        lines.forEach((by, points) -> sorted.put(by, List.copyOf(points.values())));
        return sorted;
    }

    /** @param lines at least one, each with at least one point */
    static String svg(Map<String, List<Point>> lines) {
        List<Point> all = lines.values().stream().flatMap(List::stream).toList();
        Axes axes = Axes.of(all);
        List<String> parts = new ArrayList<>();
        parts.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">"
                        .formatted(WIDTH, HEIGHT));
        parts.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (double f1 = axes.low; f1 < axes.high + STEP / 2; f1 += STEP) {
            parts.add(line(LEFT, axes.y(f1), WIDTH - RIGHT, axes.y(f1), "#ddd"));
            parts.add(text(LEFT - 8, axes.y(f1) + 4, "end", "%.2f".formatted(f1)));
        }
        all.stream().map(Point::sentences).distinct().sorted().forEach(sentences -> {
            parts.add(line(axes.x(sentences), TOP, axes.x(sentences), HEIGHT - BOTTOM, "#ddd"));
            parts.add(text(axes.x(sentences), HEIGHT - BOTTOM + 18, "middle", "%,d".formatted(sentences)));
        });
        int number = 0;
        for (Map.Entry<String, List<Point>> one : lines.entrySet()) {
            draw(parts, axes, one.getKey(), one.getValue(), number++);
        }
        parts.add(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "corrected sentences"));
        parts.add(text(LEFT - 40, TOP - 10, "start", "strict F1"));
        return String.join("\n", parts) + "\n</svg>\n";
    }

    private static void draw(List<String> parts, Axes axes, String by, List<Point> points, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        parts.add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>"
                .formatted(
                        colour,
                        String.join(
                                " ",
                                points.stream()
                                        .map(point -> number(axes.x(point.sentences)) + ","
                                                + number(axes.y(point.f1.median())))
                                        .toList())));
        for (Point point : points) {
            double x = axes.x(point.sentences);
            parts.add(line(x, axes.y(point.f1.least()), x, axes.y(point.f1.most()), colour));
            parts.add("<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\"/>"
                    .formatted(number(x), number(axes.y(point.f1.median())), colour));
        }
        int row = TOP + 14 + 20 * number;
        parts.add("<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\"/>".formatted(WIDTH - RIGHT + 24, row - 4, colour));
        parts.add(text(WIDTH - RIGHT + 34, row, "start", by));
    }

    /** Sentences logarithmic, for each doubling costs as much as the last; F1 between the grid lines around all points. */
    private record Axes(double least, double most, double low, double high) {
        static Axes of(List<Point> points) {
            double least = points.stream().mapToInt(Point::sentences).min().orElseThrow();
            double most = points.stream().mapToInt(Point::sentences).max().orElseThrow();
            double low =
                    points.stream().mapToDouble(point -> point.f1.least()).min().orElseThrow();
            double high =
                    points.stream().mapToDouble(point -> point.f1.most()).max().orElseThrow();
            return new Axes(
                    least, Math.max(most, least * 2), STEP * Math.floor(low / STEP), STEP * Math.ceil(high / STEP));
        }

        double x(double sentences) {
            return LEFT + (WIDTH - RIGHT - LEFT) * Math.log(sentences / least) / Math.log(most / least);
        }

        double y(double f1) {
            double share = high > low ? (f1 - low) / (high - low) : 0.5;
            return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
        }
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>"
                .formatted(number(x1), number(y1), number(x2), number(y2), colour);
    }

    private static String text(double x, double y, String anchor, String words) {
        return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>".formatted(number(x), number(y), anchor, words);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
