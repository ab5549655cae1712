package io.osler.ner.eval;

import static io.osler.ner.export.HtmlText.escape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plots of a run as inline SVG: classes {@code s0}, {@code s1}, ... carry the colours, so that a page's style decides. */
final class EvalPlots {
    private static final int WIDTH = 860;
    private static final int LABELS = 330;
    private static final int ROW = 26;
    private static final int TOP = 12;
    private static final int AXIS = 34;
    private static final int COLOURS = 16;

    private EvalPlots() {}

    /** Strict F1 of every setting with its interval. */
    static String intervals(List<SettingResult> settings) {
        Canvas canvas = new Canvas(settings.size() * ROW);
        for (int i = 0; i < settings.size(); i++) {
            SettingResult result = settings.get(i);
            double y = TOP + ROW * (i + 0.5);
            canvas.label(y, result.setting().label());
            canvas.add("<line class=\"s%d whisker\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                    .formatted(
                            i % COLOURS,
                            x(result.interval().low()),
                            fixed(y),
                            x(result.interval().high()),
                            fixed(y)));
            canvas.add("<circle class=\"s%d\" cx=\"%s\" cy=\"%s\" r=\"5\"><title>%s: %s (%s)</title></circle>"
                    .formatted(
                            i % COLOURS,
                            x(result.sheet().strict().f1()),
                            fixed(y),
                            escape(result.setting().label()),
                            EvalMarkdown.number(result.sheet().strict().f1()),
                            EvalMarkdown.interval(result.interval())));
        }
        return canvas.svg("Strict F1 of each setting with its 95 % interval");
    }

    /** A bar for mentions seen in the pool and one for the others, by setting. */
    static String seen(List<SettingResult> settings) {
        Canvas canvas = new Canvas(settings.size() * ROW);
        for (int i = 0; i < settings.size(); i++) {
            SettingResult result = settings.get(i);
            double y = TOP + ROW * i;
            canvas.label(y + ROW * 0.5, result.setting().label());
            canvas.bar(i, y + 3, 9, result.sheet().seen().f1(), "seen", "seen");
            canvas.bar(i, y + 13, 9, result.sheet().unseen().f1(), "unseen", "unseen");
        }
        return canvas.svg("Strict F1 on mentions seen in the pool, and on unseen ones");
    }

    /** A group of bars for each type, a bar for each setting. */
    static String types(List<SettingResult> settings, Set<String> types) {
        int group = settings.size() * 10 + 14;
        Canvas canvas = new Canvas(types.size() * group);
        int number = 0;
        for (String type : types) {
            double top = TOP + number * group;
            canvas.label(top + group * 0.5, type);
            for (int i = 0; i < settings.size(); i++) {
                SpanScores scores = settings.get(i).sheet().perType().getOrDefault(type, SpanScores.NONE);
                canvas.bar(
                        i,
                        top + 7 + 10 * i,
                        8,
                        scores.f1(),
                        "",
                        settings.get(i).setting().label());
            }
            number++;
        }
        return canvas.svg("Strict F1 by type and setting");
    }

    /** Lines over k, one for all settings that differ in k alone; empty when no such line has two points. */
    static String byExamples(List<SettingResult> settings) {
        Map<String, List<SettingResult>> lines = new LinkedHashMap<>();
        for (SettingResult result : settings) {
            if (result.setting().k() > 0) {
                String name = result.setting().label().replaceFirst(" k=\\d+", "");
                lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(result);
            }
        }
        lines.values().removeIf(line -> line.size() < 2);
        if (lines.isEmpty()) {
            return "";
        }
        return new ExampleLines(lines).svg();
    }

    /** F1 upwards, k to the right on places of equal distance. */
    private record ExampleLines(Map<String, List<SettingResult>> lines) {
        private static final int HEIGHT = 320;
        private static final int LEFT = 44;
        private static final int RIGHT = 560;

        String svg() {
            TreeSet<Integer> all = new TreeSet<>();
            lines.values()
                    .forEach(line ->
                            line.forEach(point -> all.add(point.setting().k())));
            List<Integer> ks = List.copyOf(all);
            StringBuilder out = new StringBuilder();
            for (int tick = 0; tick <= 10; tick += 2) {
                out.append(
                        "<line class=\"grid\" x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\"/><text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>"
                                .formatted(
                                        LEFT,
                                        y(tick / 10.0),
                                        RIGHT,
                                        y(tick / 10.0),
                                        LEFT - 8,
                                        y(tick / 10.0 - 0.012),
                                        fixed(tick / 10.0)));
            }
            for (int k : ks) {
                out.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">k = %d</text>"
                        .formatted(x(ks, k), HEIGHT + TOP + 22, k));
            }
            int number = 0;
            for (Map.Entry<String, List<SettingResult>> line : lines.entrySet()) {
                add(out, ks, line, number++);
            }
            return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Strict F1 by number of examples\">%s</svg>"
                    .formatted(WIDTH, HEIGHT + TOP + AXIS, out);
        }

        private void add(StringBuilder out, List<Integer> ks, Map.Entry<String, List<SettingResult>> line, int number) {
            List<SettingResult> points = line.getValue().stream()
                    .sorted(Comparator.comparingInt(point -> point.setting().k()))
                    .toList();
            StringBuilder path = new StringBuilder();
            for (SettingResult point : points) {
                String x = x(ks, point.setting().k());
                double f1 = point.sheet().strict().f1();
                path.append(path.isEmpty() ? "M" : "L").append(x).append(' ').append(y(f1));
                out.append("<line class=\"s%d whisker thin\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                        .formatted(
                                number % COLOURS,
                                x,
                                y(point.interval().low()),
                                x,
                                y(point.interval().high())));
                out.append("<circle class=\"s%d\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s: %s</title></circle>"
                        .formatted(
                                number % COLOURS,
                                x,
                                y(f1),
                                escape(point.setting().label()),
                                EvalMarkdown.number(f1)));
            }
            out.append("<path class=\"s%d line\" d=\"%s\"/>".formatted(number % COLOURS, path));
            out.append(
                    "<circle class=\"s%d\" cx=\"%d\" cy=\"%d\" r=\"5\"/><text class=\"name\" x=\"%d\" y=\"%d\">%s</text>"
                            .formatted(
                                    number % COLOURS,
                                    RIGHT + 24,
                                    TOP + 14 + number * 20,
                                    RIGHT + 36,
                                    TOP + 18 + number * 20,
                                    escape(line.getKey())));
        }

        private static String x(List<Integer> ks, int k) {
            double step = (double) (RIGHT - LEFT) / ks.size();
            return fixed(LEFT + step * (ks.indexOf(k) + 0.5));
        }

        private static String y(double f1) {
            return fixed(TOP + HEIGHT * (1 - f1));
        }
    }

    /** Rows with a label at the left and a scale from 0 to 1. */
    private static final class Canvas {
        private final int height;
        private final StringBuilder shapes = new StringBuilder();

        Canvas(int height) {
            this.height = height;
            for (int tick = 0; tick <= 10; tick += 2) {
                String x = x(tick / 10.0);
                add("<line class=\"grid\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>"
                        .formatted(x, TOP, x, TOP + height));
                add("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                        .formatted(x, TOP + height + 20, fixed(tick / 10.0)));
            }
        }

        void label(double y, String text) {
            add("<text class=\"name\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>"
                    .formatted(LABELS - 12, fixed(y + 4), escape(text)));
        }

        void bar(int colour, double y, int thick, double value, String style, String title) {
            add("<rect class=\"s%d %s\" x=\"%d\" y=\"%s\" width=\"%s\" height=\"%d\"><title>%s: %s</title></rect>"
                    .formatted(
                            colour % COLOURS,
                            style,
                            LABELS,
                            fixed(y),
                            fixed(Math.max(1, value * (WIDTH - LABELS - 20))),
                            thick,
                            escape(title),
                            EvalMarkdown.number(value)));
        }

        void add(String shape) {
            shapes.append(shape);
        }

        String svg(String title) {
            return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>"
                    .formatted(WIDTH, TOP + height + AXIS, escape(title), shapes);
        }
    }

    private static String x(double value) {
        return fixed(LABELS + value * (WIDTH - LABELS - 20));
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
