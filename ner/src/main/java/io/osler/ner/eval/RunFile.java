package io.osler.ner.eval;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a run, one line of JSON each, appended and handed to the system as each is done: whatever ends the run, what is
 * done stays.
 *
 * <pre>
 * {"kind":"run","version":1,"corpus":"3f..","name":"test.tsv","offsets":"utf-16 code units of the sentence, half-open"}
 * {"kind":"setting","key":"9a..","label":"...","setting":{...}}
 * {"kind":"row","setting":"9a..","sentence":"17","mentions":[{"begin":0,"end":7,"type":"disease","confidence":0.9}],
 *  "counts":{},"use":{"calls":1,...},"nanos":81000000}
 * </pre>
 *
 * <p>A last line that was only half written is cut off when the file is opened again. Rows say no word of a text. One
 * process at a time, which a lock sees to; one thread.
 */
public final class RunFile implements AutoCloseable {
    private static final int VERSION = 1;
    private static final String OFFSETS = "utf-16 code units of the sentence, half-open";

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Map<String, EvalRow>> rows = new HashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private boolean cut;

    private RunFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a run to go on with, or begins one.
     *
     * @param corpus fingerprint of the split
     * @param name   of the split, for people
     * @throws NerException {@code RUN_UNUSABLE} when the file is of another corpus, another version, damaged before its last line,
     *     or open elsewhere; {@code OUTPUT_UNWRITABLE}
     */
    public static RunFile open(Path file, String corpus, String name) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RunFile run = new RunFile(file, channel);
            try {
                run.lock();
                run.load(corpus, name);
                return run;
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Rows of a setting by sentence; those of earlier runs too. */
    public Map<String, EvalRow> rows(String setting) {
        return rows.getOrDefault(setting, Map.of());
    }

    /** Whether a half-written line was cut off. */
    public boolean wasCut() {
        return cut;
    }

    /** The key of another setting of this name: it was made with another model, pool, task or dictionary. */
    public Optional<String> earlierKey(Setting setting, String key) {
        return labels.entrySet().stream()
                .filter(known -> known.getValue().equals(setting.label())
                        && !known.getKey().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Says what a key stands for, once. */
    public void begin(String key, Setting setting) {
        if (labels.putIfAbsent(key, setting.label()) == null) {
            ObjectNode line = JsonMapper.shared().createObjectNode();
            line.put("kind", "setting").put("key", key).put("label", setting.label());
            line.set("setting", JsonMapper.shared().valueToTree(setting));
            write(line);
        }
    }

    public void append(EvalRow row) {
        write(json(row));
        keep(row);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private void lock() throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            locked = false;
        }
        if (!locked) {
            throw unusable("line 1", "is open in another run; wait for its end, or choose another output directory");
        }
    }

    private void load(String corpus, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        List<String> lines = new ArrayList<>(List.of(new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n")));
        lines.removeIf(String::isBlank);
        cut = end < bytes.length;
        channel.truncate(end);
        channel.position(end);
        if (lines.isEmpty()) {
            ObjectNode header = JsonMapper.shared().createObjectNode();
            header.put("kind", "run").put("version", VERSION).put("corpus", corpus);
            header.put("name", name).put("offsets", OFFSETS);
            write(header);
            return;
        }
        requireHeader(read(lines.getFirst(), 1), corpus);
        for (int i = 1; i < lines.size(); i++) {
            take(read(lines.get(i), i + 1), i + 1);
        }
    }

    private void requireHeader(JsonNode header, String corpus) {
        if (!header.path("kind").asString("").equals("run")
                || header.path("version").asInt(-1) != VERSION) {
            throw unusable(
                    "line 1", "is not the head of a run of this version of Osler; begin anew in another directory");
        }
        if (!header.path("corpus").asString("").equals(corpus)) {
            throw unusable(
                    "line 1",
                    "is a run over another corpus or split; bring that back, or begin anew in another directory");
        }
    }

    private JsonNode read(String line, int number) {
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

    private void take(JsonNode line, int number) {
        switch (line.path("kind").asString("")) {
            case "setting" ->
                labels.put(line.path("key").asString(""), line.path("label").asString(""));
            case "row" -> keep(row(line, number));
            default -> throw unusable("line " + number, "is neither a setting nor a row; remove it");
        }
    }

    private EvalRow row(JsonNode line, int number) {
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

    private static ObjectNode json(EvalRow row) {
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

    private void keep(EvalRow row) {
        rows.computeIfAbsent(row.setting(), _ -> new HashMap<>()).put(row.sentence(), row);
    }

    private void write(ObjectNode line) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(JsonMapper.shared().writeValueAsString(line) + "\n");
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private NerException unusable(String place, String what) {
        return new NerException(NerException.Code.RUN_UNUSABLE, "%s, %s".formatted(file, place), what);
    }

    private static NerException unwritable(Path file, IOException e) {
        return new NerException(
                NerException.Code.OUTPUT_UNWRITABLE,
                file.toString(),
                "cannot be written (%s), choose an output directory that you may write to and that has room"
                        .formatted(e.getClass().getSimpleName()),
                e);
    }
}
