package io.osler.ner.eval;

import static io.osler.ner.eval.EvalPlots.fixed;
import static io.osler.ner.export.HtmlText.escape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * F1 upwards, the number of examples to the right on places of equal distance: a line for all settings that differ in k
 * alone, from zero-shot on where that was measured, in the colour of the first of them; baselines as dashes across.
 */
final class ExamplePlot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 320;
    private static final int TOP = 12;
    private static final int BOTTOM = 34;
    private static final int LEFT = 44;
    private static final int RIGHT = 520;
    private static final int NAMES = RIGHT + 24;
    private static final int NAME_ROW = 20;
    private static final int NAME_CHARACTERS = 44;
    private static final int COLOURS = 16;

    /** Pixels between points of one k, so that whiskers do not cover each other. */
    private static final int ASIDE = 7;

    private record Line(int colour, List<SettingResult> points) {}

    private final List<SettingResult> settings;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<Integer> ks;
    private final StringBuilder out = new StringBuilder();
    private int names;

    private ExamplePlot(List<SettingResult> settings) {
        this.settings = settings;
        for (int i = 0; i < settings.size(); i++) {
            Setting setting = settings.get(i).setting();
            if (setting.k() > 0) {
                String name = setting.label().replaceFirst(" k=\\d+", "");
                int colour = i % COLOURS;
                lines.computeIfAbsent(name, _ -> new Line(colour, zeroShot(setting)))
                        .points()
                        .add(settings.get(i));
            }
        }
        lines.values().removeIf(line -> line.points().size() < 2);
        TreeSet<Integer> all = new TreeSet<>();
        lines.values()
                .forEach(line ->
                        line.points().forEach(point -> all.add(point.setting().k())));
        ks = List.copyOf(all);
    }

    /** Inline SVG; empty when no line has two points. */
    static String of(List<SettingResult> settings) {
        ExamplePlot plot = new ExamplePlot(settings);
        return plot.lines.isEmpty() ? "" : plot.svg();
    }

    /** The same without examples, if it was measured. */
    private List<SettingResult> zeroShot(Setting setting) {
        Setting usual = Setting.llm(setting.model(), setting.format(), Setting.NONE, 0)
                .withKnowledge(setting.kb(), setting.knowledge())
                .withGrammar(setting.grammar())
                .withSeed(setting.seed())
                .withMore(setting.more());
        Setting zero = usual.withOpenBias(usual.openBias() + setting.biasBeyondUsual());
        return new ArrayList<>(settings.stream()
                .filter(result -> result.setting().equals(zero))
                .toList());
    }

    private String svg() {
        for (int tick = 0; tick <= 10; tick += 2) {
            double f1 = tick / 10.0;
            out.append("<line class=\"grid\" x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\"/>"
                    .formatted(LEFT, y(f1), RIGHT, y(f1)));
            out.append("<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>"
                    .formatted(LEFT - 8, y(f1 - 0.012), fixed(f1)));
        }
        for (int k : ks) {
            out.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">k = %d</text>"
                    .formatted(fixed(x(k)), HEIGHT + TOP + 22, k));
        }
        for (int i = 0; i < settings.size(); i++) {
            if (!settings.get(i).setting().detector().equals(Setting.LLM)) {
                baseline(i % COLOURS, settings.get(i));
            }
        }
        int number = 0;
        for (Map.Entry<String, Line> line : lines.entrySet()) {
            add(line.getKey(), line.getValue(), (number++ - (lines.size() - 1) / 2.0) * ASIDE);
        }
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Strict F1 by number of examples\">%s</svg>"
                .formatted(WIDTH, Math.max(HEIGHT, names * NAME_ROW) + TOP + BOTTOM, out);
    }

    private void baseline(int colour, SettingResult result) {
        String y = y(result.sheet().strict().f1());
        out.append("<line class=\"s%d line dashes\" x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\"/>"
                .formatted(colour, LEFT, y, RIGHT, y));
        name(colour, result.setting().label());
    }

    private void add(String name, Line line, double aside) {
        StringBuilder path = new StringBuilder();
        for (SettingResult point : line.points().stream()
                .sorted(Comparator.comparingInt(result -> result.setting().k()))
                .toList()) {
            String x = fixed(x(point.setting().k()) + aside);
            double f1 = point.sheet().strict().f1();
            path.append(path.isEmpty() ? "M" : "L").append(x).append(' ').append(y(f1));
            out.append("<line class=\"s%d whisker thin\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                    .formatted(
                            line.colour(),
                            x,
                            y(point.interval().low()),
                            x,
                            y(point.interval().high())));
            out.append("<circle class=\"s%d\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s: %s</title></circle>"
                    .formatted(line.colour(), x, y(f1), escape(point.setting().label()), EvalMarkdown.number(f1)));
        }
        out.append("<path class=\"s%d line\" d=\"%s\"/>".formatted(line.colour(), path));
        name(line.colour(), name);
    }

    private void name(int colour, String name) {
        int y = TOP + 14 + names++ * NAME_ROW;
        out.append("<circle class=\"s%d\" cx=\"%d\" cy=\"%d\" r=\"5\"/>".formatted(colour, NAMES, y));
        out.append("<text class=\"name\" x=\"%d\" y=\"%d\"><title>%s</title>%s</text>"
                .formatted(NAMES + 12, y + 4, escape(name), escape(EvalPlots.ending(name, NAME_CHARACTERS))));
    }

    private double x(int k) {
        double step = (double) (RIGHT - LEFT) / ks.size();
        return LEFT + step * (ks.indexOf(k) + 0.5);
    }

    private static String y(double f1) {
        return fixed(TOP + HEIGHT * (1 - f1));
    }
}
