package io.osler.ner.eval;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a run file holds, to be looked at: nothing is locked or put right, and the run may be going on.
 *
 * @param corpus   fingerprint of the split
 * @param name     of the split, for people
 * @param settings in the order they began, each with its rows by sentence; one that was begun again with another model,
 *                 task or pool has the later rows alone
 */
public record RunRecords(String corpus, String name, Map<Setting, Map<String, EvalRow>> settings) {
    /** What a run's directory calls its file. */
    public static final String FILE = "run.jsonl";

    /**
     * @param file of a run
     * @throws NerException {@code INPUT_UNREADABLE}, or {@code RUN_UNUSABLE} when it is of another version or damaged
     *     before its last line
     */
    public static RunRecords read(Path file) {
        RunLines parser = new RunLines(file);
        RunLines.Whole whole;
        try {
            whole = parser.whole();
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.INPUT_UNREADABLE,
                    file.toString(),
                    "cannot be read, expected the rows of an 'osler eval' run",
                    e);
        }
        if (whole.lines().isEmpty()) {
            throw parser.unusable("line 1", "is missing; no run has begun here");
        }
        JsonNode header = parser.header(whole.lines().getFirst());
        Map<String, Setting> settings = new LinkedHashMap<>();
        Map<String, Map<String, EvalRow>> rows = new HashMap<>();
        for (int number = 2; number <= whole.lines().size(); number++) {
            JsonNode line = parser.json(whole.lines().get(number - 1), number);
            switch (line.path("kind").asString("")) {
                case "setting" -> settings.put(line.path("key").asString(""), parser.setting(line, number));
                case "row" -> {
                    EvalRow row = parser.row(line, number);
                    rows.computeIfAbsent(row.setting(), _ -> new HashMap<>()).put(row.sentence(), row);
                }
                default -> throw parser.stranger(number);
            }
        }
        Map<Setting, Map<String, EvalRow>> latest = new LinkedHashMap<>();
        settings.forEach((key, setting) -> latest.put(setting, rows.getOrDefault(key, Map.of())));
        return new RunRecords(
                header.path("corpus").asString(""), header.path("name").asString(""), latest);
    }
}
