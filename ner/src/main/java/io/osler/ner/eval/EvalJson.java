package io.osler.ner.eval;

import io.osler.ner.score.SpanScores;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as JSON, every count and every pair of settings; no word of a text. */
public final class EvalJson {
    private EvalJson() {}

    public static String of(EvalResults results) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        EvalResults.Facts facts = results.facts();
        root.put("corpus", facts.corpus()).put("fingerprint", facts.fingerprint());
        root.put("sample", facts.sample()).put("task", facts.task());
        root.put("pool", facts.poolName()).put("poolSentences", facts.poolSize());
        root.put("reading", facts.notes());
        root.put("sentences", results.sentences().size()).put("mentions", results.mentions());
        root.putObject("bootstrap")
                .put("resamples", facts.bootstrap().resamples())
                .put("seed", facts.bootstrap().seed())
                .put("unit", facts.documents() ? "document" : "sentence");
        ArrayNode settings = root.putArray("settings");
        results.settings().forEach(result -> write(result, settings.addObject()));
        ArrayNode pairs = root.putArray("differences");
        results.pairs().forEach((pair, difference) -> {
            ObjectNode node = pairs.addObject();
            node.put("setting", results.settings().get(pair.one()).key());
            node.put("less", results.settings().get(pair.other()).key());
            node.put("strictF1", difference.difference()).put("p", difference.p());
            write(difference.interval(), node.putObject("interval"));
        });
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(SettingResult result, ObjectNode node) {
        node.put("key", result.key()).put("label", result.setting().label());
        node.set("setting", JsonMapper.shared().valueToTree(result.setting()));
        node.put("fitting", result.fitting());
        ScoreSheet sheet = result.sheet();
        ObjectNode strict = write(sheet.strict(), node.putObject("strict"));
        write(result.interval(), strict.putObject("f1Interval"));
        write(sheet.relaxed(), node.putObject("relaxed"));
        write(sheet.set(), node.putObject("set"));
        write(sheet.seen(), node.putObject("seen"));
        ObjectNode unseen = write(sheet.unseen(), node.putObject("unseen"));
        write(result.unseen(), unseen.putObject("f1Interval"));
        ObjectNode types = node.putObject("perType");
        for (Map.Entry<String, SpanScores> type : sheet.perType().entrySet()) {
            write(type.getValue(), types.putObject(type.getKey()));
        }
        node.set("counts", JsonMapper.shared().valueToTree(result.counts()));
        node.putObject("tokens")
                .put("calls", result.use().calls())
                .put("prompt", result.use().promptTokens())
                .put("reused", result.use().reusedTokens())
                .put("answer", result.use().answerTokens())
                .put("prefixHitShare", result.use().reusedShare());
        node.put("sentences", result.sentences()).put("seconds", result.seconds());
        node.put("secondsPerSentence", result.secondsPerSentence());
    }

    private static ObjectNode write(SpanScores scores, ObjectNode node) {
        return node.put("gold", scores.gold())
                .put("found", scores.found())
                .put("goldMatched", scores.goldMatched())
                .put("foundMatched", scores.foundMatched())
                .put("precision", scores.precision())
                .put("recall", scores.recall())
                .put("f1", scores.f1());
    }

    private static void write(Interval interval, ObjectNode node) {
        node.put("low", interval.low()).put("high", interval.high());
    }
}
