package io.osler.ner.eval;

import static io.osler.ner.eval.EvalPlots.fixed;
import static io.osler.ner.export.HtmlText.escape;

import io.osler.ner.Mention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.head.Reliability;
import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far confidences can be believed: of mentions found with a confidence, to the right, the share that is right,
 * upwards; a line for each setting, a point for each tenth, its area by the number of mentions. On the diagonal
 * confidence means what it says (Niculescu-Mizil and Caruana, ICML 2005).
 */
final class ReliabilityPlot {
    private static final int SIDE = 320;
    private static final int TOP = 12;
    private static final int LEFT = 44;
    private static final int BOTTOM = 46;
    private static final int NAMES = LEFT + SIDE + 30;
    private static final int WIDTH = 860;
    private static final int NAME_ROW = 20;
    private static final int NAME_CHARACTERS = 54;
    private static final int COLOURS = 16;
    private static final double RADIUS_LEAST = 2;
    private static final double RADIUS_MORE = 8;

    private final StringBuilder out = new StringBuilder();
    private int names;

    private ReliabilityPlot() {}

    /** Inline SVG; empty when no setting tells mentions apart by confidence. */
    static String of(EvalResults results) {
        return of(
                results.settings().stream()
                        .map(result -> result.setting().label())
                        .toList(),
                results.settings().stream()
                        .map(result ->
                                reliability(results.sentences(), results.rows().get(result.key())))
                        .toList());
    }

    /** A line for each that has mentions in more than one tenth, in the colour of its place. */
    static String of(List<String> labels, List<Reliability> settings) {
        ReliabilityPlot plot = new ReliabilityPlot();
        plot.axes();
        for (int i = 0; i < settings.size(); i++) {
            long bins = settings.get(i).bins().stream()
                    .filter(bin -> bin.count() > 0)
                    .count();
            if (bins > 1) {
                plot.add(i % COLOURS, labels.get(i), settings.get(i));
            }
        }
        return plot.names == 0 ? "" : plot.svg();
    }

    /** Of all mentions a setting found. */
    static Reliability reliability(List<GoldSentence> sentences, Map<String, EvalRow> rows) {
        Reliability.Counter counter = new Reliability.Counter();
        for (GoldSentence sentence : sentences) {
            for (Mention mention : rows.get(sentence.id()).outcome().mentions()) {
                boolean right = SpanScores.strict(sentence.gold().mentions(), List.of(mention))
                                .foundMatched()
                        == 1;
                counter.add(mention.confidence(), right);
            }
        }
        return counter.reliability();
    }

    private void axes() {
        for (int tick = 0; tick <= 10; tick += 2) {
            double share = tick / 10.0;
            out.append("<line class=\"grid\" x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\"/>"
                    .formatted(LEFT, y(share), LEFT + SIDE, y(share)));
            out.append("<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>"
                    .formatted(LEFT - 8, y(share - 0.012), fixed(share)));
            out.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                    .formatted(x(share), TOP + SIDE + 18, fixed(share)));
        }
        out.append("<line class=\"grid\" stroke-dasharray=\"6 5\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                .formatted(x(0), y(0), x(1), y(1)));
        out.append("<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">confidence</text>"
                .formatted(x(0.5), TOP + SIDE + 38));
    }

    private void add(int colour, String name, Reliability reliability) {
        int most = reliability.bins().stream()
                .mapToInt(Reliability.Bin::count)
                .max()
                .orElseThrow();
        StringBuilder path = new StringBuilder();
        for (Reliability.Bin bin : reliability.bins()) {
            if (bin.count() > 0) {
                path.append(path.isEmpty() ? "M" : "L")
                        .append(x(bin.confidence()))
                        .append(' ')
                        .append(y(bin.right()));
                double radius = RADIUS_LEAST + RADIUS_MORE * Math.sqrt((double) bin.count() / most);
                out.append(
                        "<circle class=\"s%d\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s: %s right of %,d</title></circle>"
                                .formatted(
                                        colour,
                                        x(bin.confidence()),
                                        y(bin.right()),
                                        fixed(radius),
                                        escape(name),
                                        EvalMarkdown.number(bin.right()),
                                        bin.count()));
            }
        }
        out.append("<path class=\"s%d line\" d=\"%s\"/>".formatted(colour, path));
        int row = TOP + 14 + names++ * NAME_ROW;
        out.append("<circle class=\"s%d\" cx=\"%d\" cy=\"%d\" r=\"5\"/>".formatted(colour, NAMES, row));
        out.append("<text class=\"name\" x=\"%d\" y=\"%d\"><title>%s</title>%s, error %s</text>"
                .formatted(
                        NAMES + 12,
                        row + 4,
                        escape(name),
                        escape(EvalPlots.ending(name, NAME_CHARACTERS)),
                        String.format(Locale.ROOT, "%.3f", reliability.error())));
    }

    private String svg() {
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Share of right mentions by confidence\">%s</svg>"
                .formatted(WIDTH, Math.max(TOP + SIDE, names * NAME_ROW) + BOTTOM, out);
    }

    private static String x(double share) {
        return fixed(LEFT + SIDE * share);
    }

    private static String y(double share) {
        return fixed(TOP + SIDE * (1 - share));
    }
}
