package io.osler.ner.eval;

import static io.osler.ner.eval.EvalMarkdown.interval;
import static io.osler.ner.eval.EvalMarkdown.number;
import static io.osler.ner.export.HtmlText.count;
import static io.osler.ner.export.HtmlText.escape;

import io.osler.ner.Mention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.export.Palette;
import io.osler.ner.export.Template;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as one page that needs nothing but itself and, by its own content policy, can load nothing: tables, plots, and
 * every false positive and negative in its sentence. It holds the corpus's text, so keep it as that is kept.
 */
public final class EvalHtml {
    private static final String RESOURCES = "/io/osler/ner/eval/";

    private EvalHtml() {}

    public static String of(EvalResults results) {
        String script = Template.resource(RESOURCES + "eval.js");
        Map<String, String> values = new HashMap<>();
        values.put("script", script);
        values.put("scriptHash", sha256(script));
        values.put("style", Template.resource(RESOURCES + "eval.css") + colours());
        values.put(
                "title",
                "%s on %s"
                        .formatted(
                                escape(results.facts().task()),
                                escape(results.facts().corpus())));
        SettingResult best = results.settings().get(results.best());
        values.put("bestScore", number(best.sheet().strict().f1()));
        values.put("bestInterval", interval(best.interval()));
        values.put("bestSetting", escape(best.setting().label()));
        values.put("sentences", count(results.sentences().size()));
        values.put("mentions", count(results.mentions()));
        values.put("facts", escape(EvalMarkdown.facts(results).strip()));
        values.put("scores", scores(results));
        values.put("differences", differences(results));
        values.put("fitting", fitting(results));
        values.put("cost", cost(results));
        values.put("intervals", EvalPlots.intervals(results.settings()));
        values.put("seen", EvalPlots.seen(results.settings()));
        values.put("types", EvalPlots.types(results.settings(), EvalMarkdown.types(results)));
        String lines = ExamplePlot.of(results.settings());
        values.put("byExamples", lines.isEmpty() ? "" : "<h3>By number of examples</h3>\n" + lines);
        String confidences = ReliabilityPlot.of(results);
        values.put(
                "byConfidence",
                confidences.isEmpty()
                        ? ""
                        : "<h3>Right, by confidence; the error is the mean distance from the diagonal</h3>\n"
                                + confidences);
        values.put("data", data(results));
        return new Template(Template.resource(RESOURCES + "eval.html")).fill(values);
    }

    private static String scores(EvalResults results) {
        StringBuilder out = new StringBuilder();
        head(
                out,
                "setting",
                "P",
                "R",
                "strict F1",
                "95 %",
                "relaxed F1",
                "set F1",
                "seen F1",
                "unseen F1",
                "unseen 95 %");
        for (int i = 0; i < results.settings().size(); i++) {
            SettingResult result = results.settings().get(i);
            ScoreSheet sheet = result.sheet();
            row(
                    out,
                    i,
                    result,
                    number(sheet.strict().precision()),
                    number(sheet.strict().recall()),
                    "<b>%s</b>".formatted(number(sheet.strict().f1())),
                    interval(result.interval()),
                    number(sheet.relaxed().f1()),
                    number(sheet.set().f1()),
                    number(sheet.seen().f1()),
                    number(sheet.unseen().f1()),
                    interval(result.unseen()));
        }
        return table(out);
    }

    private static String differences(EvalResults results) {
        if (results.settings().size() < 2) {
            return "<p class=\"note\">One setting alone has nothing to be compared with.</p>";
        }
        StringBuilder out = new StringBuilder();
        head(out, "setting", "less the pool alone", "95 %", "p", "less the best", "95 %", "p");
        Optional<Integer> baseline = results.baseline();
        for (int i = 0; i < results.settings().size(); i++) {
            int here = i;
            List<String> cells = new ArrayList<>();
            cells.addAll(List.of(EvalMarkdown.cells(baseline.flatMap(pool -> results.difference(here, pool)))));
            cells.addAll(List.of(EvalMarkdown.cells(results.difference(here, results.best()))));
            row(out, i, results.settings().get(i), cells.toArray(String[]::new));
        }
        return table(out);
    }

    private static String fitting(EvalResults results) {
        StringBuilder out = new StringBuilder();
        head(out, "setting", "and how it did");
        for (int i = 0; i < results.settings().size(); i++) {
            SettingResult result = results.settings().get(i);
            if (!result.fitting().isEmpty()) {
                row(out, i, result, "<span class=\"words\">%s</span>".formatted(escape(result.fitting())));
            }
        }
        return EvalMarkdown.fitted(results).isEmpty()
                ? ""
                : "<h3>What was fitted, on other documents than these</h3>\n" + table(out);
    }

    private static String cost(EvalResults results) {
        StringBuilder out = new StringBuilder();
        head(
                out,
                "setting",
                "s/sentence",
                "prompt tokens",
                "answer tokens",
                "prefix hits",
                "ungrounded",
                "unparseable",
                "repaired",
                "failed",
                "other");
        for (int i = 0; i < results.settings().size(); i++) {
            SettingResult result = results.settings().get(i);
            row(
                    out,
                    i,
                    result,
                    String.format(Locale.ROOT, "%.4f", result.secondsPerSentence()),
                    String.format(Locale.ROOT, "%.0f", result.promptTokensPerSentence()),
                    String.format(Locale.ROOT, "%.0f", result.answerTokensPerSentence()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * result.use().reusedShare()),
                    count(result.count(Outcome.UNGROUNDED)),
                    count(result.count(Outcome.UNPARSEABLE)),
                    count(result.count(Outcome.REPAIRED)),
                    count(result.count(Outcome.FAILED)),
                    escape(EvalMarkdown.others(result)));
        }
        return table(out);
    }

    private static void head(StringBuilder out, String... titles) {
        out.append("<thead><tr>");
        for (String title : titles) {
            out.append("<th scope=\"col\">").append(escape(title)).append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
    }

    /** Cells are HTML already. */
    private static void row(StringBuilder out, int place, SettingResult result, String... cells) {
        out.append("<tr><th scope=\"row\"><i class=\"key s%d\"></i>%s</th>"
                .formatted(place % Palette.all().size(), escape(result.setting().label())));
        for (String cell : cells) {
            out.append("<td>").append(cell).append("</td>");
        }
        out.append("</tr>\n");
    }

    private static String table(StringBuilder rows) {
        return "<div class=\"wide\"><table>\n" + rows + "</tbody></table></div>";
    }

    private static String colours() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        for (int i = 0; i < Palette.all().size(); i++) {
            light.append(".s%d{--c:#%s}\n".formatted(i, Palette.colour(i).light()));
            dark.append(".s%d{--c:#%s}\n".formatted(i, Palette.colour(i).dark()));
        }
        return light + "@media screen and (prefers-color-scheme:dark){\n" + dark + "}\n";
    }

    /**
     * What the error browser shows: sentences once, mentions as {@code [begin, end, type, seen]} in UTF-16 units, found
     * ones by setting and sentence with their confidence in hundredths. A {@code <} is escaped, so that no text can end
     * the element it stands in.
     */
    private static String data(EvalResults results) {
        Set<String> types = EvalMarkdown.types(results);
        List<String> order = List.copyOf(types);
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ArrayNode typeNames = root.putArray("types");
        order.forEach(typeNames::add);
        ArrayNode settings = root.putArray("settings");
        results.settings().forEach(result -> settings.add(result.setting().label()));
        root.put("best", results.best());
        ArrayNode sentences = root.putArray("sentences");
        for (GoldSentence sentence : results.sentences()) {
            ObjectNode node = sentences.addObject();
            node.put("id", sentence.id()).put("text", sentence.text());
            ArrayNode gold = node.putArray("gold");
            sentence.gold().mentions().forEach(mention -> add(results, sentence, mention, order, gold.addArray()));
        }
        ArrayNode found = root.putArray("found");
        for (SettingResult result : results.settings()) {
            Map<String, EvalRow> rows = results.rows().get(result.key());
            ArrayNode bySentence = found.addArray();
            for (GoldSentence sentence : results.sentences()) {
                ArrayNode mentions = bySentence.addArray();
                for (Mention mention : rows.get(sentence.id()).outcome().mentions()) {
                    ArrayNode cells = mentions.addArray();
                    add(results, sentence, mention, order, cells);
                    cells.add(Math.round(100 * mention.confidence()));
                }
            }
        }
        return JsonMapper.shared()
                .writeValueAsString(root)
                .chars()
                .mapToObj(unit -> unit == '<' ? "\\u003c" : String.valueOf((char) unit))
                .collect(Collectors.joining());
    }

    private static void add(
            EvalResults results, GoldSentence sentence, Mention mention, List<String> types, ArrayNode cells) {
        cells.add(mention.span().begin()).add(mention.span().end());
        cells.add(types.indexOf(mention.type()));
        cells.add(results.pool().has(sentence.text(), mention) ? 1 : 0);
    }

    /** As the content policy names a script it lets run. */
    private static String sha256(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
