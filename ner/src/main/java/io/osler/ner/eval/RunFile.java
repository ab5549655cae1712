package io.osler.ner.eval;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a run, one line of JSON each, appended and handed to the system as each is done: whatever ends the run, what is
 * done stays.
 *
 * <pre>
 * {"kind":"run","version":1,"corpus":"3f..","name":"test.tsv","offsets":"utf-16 code units of the sentence, half-open"}
 * {"kind":"setting","key":"9a..","label":"...","setting":{...},"fitting":"..."}
 * {"kind":"row","setting":"9a..","sentence":"17","mentions":[{"begin":0,"end":7,"type":"disease","confidence":0.9}],
 *  "counts":{},"use":{"calls":1,...},"nanos":81000000}
 * </pre>
 *
 * <p>A last line that was only half written is cut off when the file is opened again. Rows say no word of a text. One
 * process at a time, which a lock sees to; one thread.
 */
public final class RunFile implements AutoCloseable {
    private static final String OFFSETS = "utf-16 code units of the sentence, half-open";

    private final Path file;
    private final FileChannel channel;
    private final RunLines lines;
    private final Map<String, Map<String, EvalRow>> rows = new HashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> fittings = new HashMap<>();
    private boolean cut;

    private RunFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.lines = new RunLines(file);
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

    /** What was fitted for a setting, and how that did; empty when nothing was. */
    public String fitting(String key) {
        return fittings.getOrDefault(key, "");
    }

    /**
     * Says what a key stands for, once.
     *
     * @param fitting what was fitted for it; empty when nothing was
     */
    public void begin(String key, Setting setting, String fitting) {
        if (labels.putIfAbsent(key, setting.label()) == null) {
            fittings.put(key, fitting);
            ObjectNode line = JsonMapper.shared().createObjectNode();
            line.put("kind", "setting").put("key", key).put("label", setting.label());
            line.set("setting", JsonMapper.shared().valueToTree(setting));
            line.put("fitting", fitting);
            write(line);
        }
    }

    public void append(EvalRow row) {
        write(RunLines.json(row));
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
            throw lines.unusable(
                    "line 1", "is open in another run; wait for its end, or choose another output directory");
        }
    }

    private void load(String corpus, String name) throws IOException {
        RunLines.Whole whole = lines.whole();
        cut = whole.cut();
        channel.truncate(whole.end());
        channel.position(whole.end());
        if (whole.lines().isEmpty()) {
            ObjectNode header = JsonMapper.shared().createObjectNode();
            header.put("kind", "run").put("version", RunLines.VERSION).put("corpus", corpus);
            header.put("name", name).put("offsets", OFFSETS);
            write(header);
            return;
        }
        requireHeader(whole.lines().getFirst(), corpus);
        for (int i = 1; i < whole.lines().size(); i++) {
            take(whole.lines().get(i), i + 1);
        }
    }

    private void requireHeader(String line, String corpus) {
        if (!lines.header(line).path("corpus").asString("").equals(corpus)) {
            throw lines.unusable(
                    "line 1",
                    "is a run over another corpus or split; bring that back, or begin anew in another directory");
        }
    }

    private void take(String text, int number) {
        JsonNode line = lines.json(text, number);
        switch (line.path("kind").asString("")) {
            case "setting" -> {
                String key = line.path("key").asString("");
                labels.put(key, line.path("label").asString(""));
                fittings.put(key, line.path("fitting").asString(""));
            }
            case "row" -> keep(lines.row(line, number));
            default -> throw lines.stranger(number);
        }
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

    private static NerException unwritable(Path file, IOException e) {
        return new NerException(
                NerException.Code.OUTPUT_UNWRITABLE,
                file.toString(),
                "cannot be written (%s), choose an output directory that you may write to and that has room"
                        .formatted(e.getClass().getSimpleName()),
                e);
    }
}
