package io.osler.ner.eval;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of a run, as {@link RunFile} specifies them, written and read.
 *
 * @param file they are of, for messages
 */
record RunLines(Path file) {
    static final int VERSION = 1;

    /**
     * The lines that are whole.
     *
     * @param end bytes of the file up to which they go
     * @param cut whether a half-written one follows
     */
    record Whole(List<String> lines, int end, boolean cut) {}

    Whole whole() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return new Whole(lines, end, end < bytes.length);
    }

    /** The first line. */
    JsonNode header(String line) {
        JsonNode header = json(line, 1);
        if (!header.path("kind").asString("").equals("run")
                || header.path("version").asInt(-1) != VERSION) {
            throw unusable(
                    "line 1", "is not the head of a run of this version of Osler; begin anew in another directory");
        }
        return header;
    }

    /** Any line. */
    JsonNode json(String line, int number) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // Told below.
        }
        throw unusable("line " + number, "is no JSON object; remove the line, its sentence is computed again");
    }

    /** What a key stands for. */
    Setting setting(JsonNode line, int number) {
        try {
            return JsonMapper.shared().treeToValue(line.path("setting"), Setting.class);
        } catch (JacksonException | IllegalArgumentException _) {
            throw unusable(
                    "line " + number, "names no setting of this version of Osler; begin anew in another directory");
        }
    }

    /** A row. */
    EvalRow row(JsonNode line, int number) {
        try {
            List<Mention> mentions = line.path("mentions")
                    .valueStream()
                    .map(mention -> new Mention(
                            new TextSpan(
                                    mention.path("begin").asInt(),
                                    mention.path("end").asInt()),
                            mention.path("type").asString(),
                            mention.path("confidence").asDouble()))
                    .toList();
            Map<String, Integer> counts = new TreeMap<>();
            line.path("counts")
                    .propertyStream()
                    .forEach(
                            count -> counts.put(count.getKey(), count.getValue().asInt()));
            EngineUse use = JsonMapper.shared().treeToValue(line.path("use"), EngineUse.class);
            return new EvalRow(
                    line.path("setting").asString(),
                    line.path("sentence").asString(),
                    new Outcome(mentions, counts, use),
                    line.path("nanos").asLong());
        } catch (JacksonException | IllegalArgumentException _) {
            throw unusable("line " + number, "is no row of a run; remove the line, its sentence is computed again");
        }
    }

    static ObjectNode json(EvalRow row) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("kind", "row").put("setting", row.setting()).put("sentence", row.sentence());
        ArrayNode mentions = line.putArray("mentions");
        for (Mention mention : row.outcome().mentions()) {
            mentions.addObject()
                    .put("begin", mention.span().begin())
                    .put("end", mention.span().end())
                    .put("type", mention.type())
                    .put("confidence", mention.confidence());
        }
        line.set("counts", JsonMapper.shared().valueToTree(row.outcome().counts()));
        EngineUse use = row.outcome().use();
        line.putObject("use")
                .put("calls", use.calls())
                .put("promptTokens", use.promptTokens())
                .put("reusedTokens", use.reusedTokens())
                .put("answerTokens", use.answerTokens());
        return line.put("nanos", row.nanos());
    }

    NerException stranger(int number) {
        return unusable("line " + number, "is neither a setting nor a row; remove it");
    }

    NerException unusable(String place, String what) {
        return new NerException(NerException.Code.RUN_UNUSABLE, "%s, %s".formatted(file, place), what);
    }
}
