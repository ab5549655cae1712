package io.osler.ner.corpus;

import io.osler.ner.corpus.DocumentBuilder.Fragment;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Label Studio exports as "JSON": a list of tasks, each a text with the annotations people made of it.
 *
 * <pre>
 * [{"id": 7, "data": {"doc_id": "letter@0-8", "text": "Red eye.", "offsets": "unicode code points, half-open"},
 *   "predictions": [...],
 *   "annotations": [{"was_cancelled": false, "updated_at": "2026-01-31T12:00:00.5Z", "result": [
 *     {"id": "e1", "type": "labels", "value": {"start": 0, "end": 7, "text": "Red eye", "labels": ["disease"]}},
 *     {"id": "e1", "type": "choices", "value": {"start": 0, "end": 7, "choices": ["absent", "historical"]}}]}]}]
 * </pre>
 *
 * <p>Of several annotations that were not cancelled the one updated last counts. Tasks without one are left out and
 * counted: predictions are no annotation. Choices of a region become the facts {@code assertion} and {@code historical}.
 *
 * <p>Label Studio's editor counts code points ({@code charsToCodePoints} in {@code selection-tools.js}), older versions
 * UTF-16 units. So offsets count what {@code data.offsets} says, else what the reader says; but where a region quotes
 * words that stand at its offsets in the other unit only, they are of that unit.
 *
 * @see <a href="https://labelstud.io/guide/export">Export annotations</a>
 */
final class LabelStudioFormat {
    private static final String HISTORICAL = "historical";

    private LabelStudioFormat() {}

    /** Whether a list in JSON holds tasks; {@code lines} of the whole file. */
    static boolean looksLike(List<String> lines) {
        return holds(lines, "\"data\"") && (holds(lines, "\"annotations\"") || holds(lines, "\"predictions\""));
    }

    private static boolean holds(List<String> lines, String name) {
        return lines.stream().anyMatch(line -> line.contains(name));
    }

    static Corpus read(Path file, ReadOptions options) {
        ReadTally.Counter counter = new ReadTally.Counter();
        DocumentIds ids = new DocumentIds(counter);
        List<CorpusDocument> documents = new ArrayList<>();
        int number = 0;
        for (JsonNode task : tasks(file)) {
            number++;
            String place = "%s, task %s".formatted(file, task.path("id").asString(Integer.toString(number)));
            JsonNode data = task.path("data");
            if (!data.path("text").isString()) {
                throw CorpusFiles.invalid(place, "has no text under 'data', expected 'data': {'text': ...}");
            }
            Optional<JsonNode> annotation = annotation(task.path("annotations"));
            if (annotation.isEmpty()) {
                counter.met(Irregularity.UNANNOTATED);
                continue;
            }
            String id = data.path("doc_id").asString(task.path("id").asString(Integer.toString(number)));
            documents.add(new Task(ids.take(id), data, place, options, counter).document(annotation.get()));
        }
        if (documents.isEmpty() && number > 0) {
            throw CorpusFiles.invalid(
                    file.toString(),
                    "holds %,d tasks and no annotation of any, and predictions are none; correct them in Label Studio"
                                    .formatted(number)
                            + " and export as JSON");
        }
        return new Corpus(documents, counter.tally());
    }

    private static JsonNode tasks(Path file) {
        try {
            JsonNode tasks = JsonMapper.shared().readTree(String.join("\n", CorpusFiles.lines(file)));
            if (tasks.isArray()) {
                return tasks;
            }
        } catch (JacksonException _) {
            // Its message may quote the text.
        }
        throw CorpusFiles.invalid(file.toString(), "is no list of tasks, expected what Label Studio exports as JSON");
    }

    /** The one updated last of those not cancelled; of several without a time the last. */
    private static Optional<JsonNode> annotation(JsonNode annotations) {
        JsonNode last = null;
        for (JsonNode annotation : annotations) {
            boolean counts = !annotation.path("was_cancelled").asBoolean(false)
                    && annotation.path("result").isArray();
            if (counts && (last == null || !updated(annotation).isBefore(updated(last)))) {
                last = annotation;
            }
        }
        return Optional.ofNullable(last);
    }

    private static Instant updated(JsonNode annotation) {
        String time = annotation
                .path("updated_at")
                .asString(annotation.path("created_at").asString(""));
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException _) {
            return Instant.MIN;
        }
    }

    /** A task becoming a document. */
    private static final class Task {
        private final String text;
        private final String place;
        private final OffsetUnit unit;
        private final DocumentBuilder document;
        private final ReadTally.Counter counter;

        Task(String id, JsonNode data, String place, ReadOptions options, ReadTally.Counter counter) {
            this.text = data.path("text").asString();
            this.place = place;
            this.counter = counter;
            String said = data.path("offsets").asString("");
            this.unit = said.isEmpty()
                    ? options.unit()
                    : OffsetUnit.said(said)
                            .orElseThrow(() -> CorpusFiles.invalid(
                                    place,
                                    "counts its offsets in something unknown, expected '%s' or '%s'"
                                            .formatted(OffsetUnit.CODE_POINTS.words(), OffsetUnit.UTF_16.words())));
            this.document = new DocumentBuilder(id, text, OffsetUnit.UTF_16, options, counter);
        }

        CorpusDocument document(JsonNode annotation) {
            Map<String, Map<String, String>> facts = new HashMap<>();
            for (JsonNode region : annotation.path("result")) {
                switch (region.path("type").asString("")) {
                    case "labels" -> {}
                    case "choices" ->
                        facts.put(
                                region.path("id").asString(""),
                                facts(region.path("value").path("choices")));
                    case "relation" -> counter.met(Irregularity.RELATION);
                    default -> counter.met(Irregularity.OTHER_ANNOTATION);
                }
            }
            for (JsonNode region : annotation.path("result")) {
                if (region.path("type").asString("").equals("labels")) {
                    add(region, facts.getOrDefault(region.path("id").asString(""), Map.of()));
                }
            }
            return document.build();
        }

        private static Map<String, String> facts(JsonNode choices) {
            Map<String, String> facts = new TreeMap<>();
            choices.valueStream().map(choice -> choice.asString("")).forEach(choice -> {
                if (choice.equals(HISTORICAL)) {
                    facts.put(HISTORICAL, "true");
                } else if (!choice.isEmpty()) {
                    facts.put("assertion", choice);
                }
            });
            return facts;
        }

        private void add(JsonNode region, Map<String, String> facts) {
            String here = "%s, region %s".formatted(place, region.path("id").asString("without id"));
            JsonNode value = region.path("value");
            if (!value.path("start").isInt() || !value.path("end").isInt()) {
                throw CorpusFiles.invalid(here, "has no 'start' and 'end', expected whole numbers");
            }
            if (value.path("labels").isEmpty()) {
                throw CorpusFiles.invalid(here, "has no label, expected one");
            }
            String words = words(value.path("text").asString(""));
            Fragment said =
                    new Fragment(value.path("start").asInt(), value.path("end").asInt());
            for (JsonNode label : value.path("labels")) {
                document.mention(here, List.of(utf16(said, words)), words, label.asString(""), List.of(), facts);
            }
        }

        /** A line break is exported as a backslash and an n. */
        private String words(String quoted) {
            return text.contains("\n") && !text.contains("\\n") ? quoted.replace("\\n", "\n") : quoted;
        }

        private Fragment utf16(Fragment said, String words) {
            OffsetUnit other = unit == OffsetUnit.UTF_16 ? OffsetUnit.CODE_POINTS : OffsetUnit.UTF_16;
            Fragment here = utf16(said, unit);
            Fragment there = utf16(said, other);
            return !words.isEmpty() && !quotes(here, words) && quotes(there, words) ? there : here;
        }

        /** As it is where it lies outside of the text, which the document then says. */
        private Fragment utf16(Fragment said, OffsetUnit of) {
            OffsetUnit.Ruler ruler = of.ruler(text);
            boolean inside = said.begin() >= 0 && said.begin() < said.end() && said.end() <= ruler.length();
            int beyond = Math.max(said.end(), text.length() + 1);
            return inside
                    ? new Fragment(ruler.toUtf16(said.begin()), ruler.toUtf16(said.end()))
                    : new Fragment(said.begin(), said.end() > ruler.length() ? beyond : said.end());
        }

        private boolean quotes(Fragment part, String words) {
            return part.begin() >= 0
                    && part.begin() < part.end()
                    && part.end() <= text.length()
                    && text.substring(part.begin(), part.end()).strip().equals(words.strip());
        }
    }
}
