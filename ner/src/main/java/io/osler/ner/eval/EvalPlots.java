package io.osler.ner.eval;

import static io.osler.ner.export.HtmlText.escape;

import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Plots of a run as inline SVG: classes {@code s0}, {@code s1}, ... carry the colours, so that a page's style decides. */
final class EvalPlots {
    private static final int WIDTH = 860;
    private static final int LABELS = 330;
    private static final int ROW = 26;
    private static final int TOP = 12;
    private static final int AXIS = 34;
    private static final int COLOURS = 16;

    /** What fits at the left. */
    private static final int LABEL_CHARACTERS = 52;

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
            add("<text class=\"name\" x=\"%d\" y=\"%s\" text-anchor=\"end\"><title>%s</title>%s</text>"
                    .formatted(LABELS - 12, fixed(y + 4), escape(text), escape(ending(text, LABEL_CHARACTERS))));
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

    /** The end of a long name, where names of one run differ. */
    static String ending(String name, int characters) {
        return name.length() <= characters ? name : "\u2026" + name.substring(name.length() - characters + 1);
    }

    private static String x(double value) {
        return fixed(LABELS + value * (WIDTH - LABELS - 20));
    }

    static String fixed(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
