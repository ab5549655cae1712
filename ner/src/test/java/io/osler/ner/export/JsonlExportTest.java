package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.Annotations.SkippedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonlExportTest {
    @TempDir
    Path directory;

    @Test
    void recordReadsAsSpecified() throws IOException {
        String text = "😀 No fever.\r\nTook \"aspirin\". ???";
        ExportFixture.write(
                ExportFormat.JSONL,
                directory,
                note(
                        "ward/17",
                        text,
                        List.of(new SkippedSpan(text.length() - 3, text.length(), "too long")),
                        mention(text, "fever", "problem", 0.93),
                        mention(text, "\"aspirin\"", "treatment", 1)));
        assertThat(Files.readString(directory.resolve("annotations.jsonl"))).isEqualTo("""
                        {"doc_id":"ward/17","length":32,"offsets":"unicode code points, half-open","mentions":[\
                        {"id":"e1","begin":5,"end":10,"text":"fever","type":"problem","score":0.93},\
                        {"id":"e2","begin":18,"end":27,"text":"\\"aspirin\\"","type":"treatment","score":1.0}],\
                        "skipped":[{"begin":29,"end":32,"reason":"too long"}],\
                        "source":{"tool":"osler","version":"0.1.0","model":"toy-model","weights":"Q4_1",\
                        "task":"clinical","labels":["problem","treatment","body location"],\
                        "started_at":"2026-01-02T03:04:05Z"}}
                        """);
    }

    /** Another reader's way: code points of the text, not units, name what the record quotes. */
    @Test
    void textStandsAtItsCodePoints() throws IOException {
        String text = "👩‍⚕️ e\u0301dema, 😀😀 pain\nof the 🦵";
        ExportFixture.write(
                ExportFormat.JSONL,
                directory,
                note(
                        "n",
                        text,
                        mention(text, "e\u0301dema", "problem", 0.1),
                        mention(text, "pain\nof the 🦵", "problem", 0.2)));
        JsonNode line = lines().getFirst();
        int[] codePoints = text.codePoints().toArray();
        assertThat(line.get("length").asInt()).isEqualTo(codePoints.length);
        assertThat(line.get("mentions").size()).isEqualTo(2);
        for (JsonNode mention : line.get("mentions")) {
            int begin = mention.get("begin").asInt();
            String there = new String(codePoints, begin, mention.get("end").asInt() - begin);
            assertThat(mention.get("text").asString()).isEqualTo(there);
        }
    }

    @Test
    void emptyNotesHaveLinesToo() throws IOException {
        ExportFixture.write(ExportFormat.JSONL, directory, note("empty", ""), note("empty", "Well."));
        assertThat(lines()).extracting(line -> line.get("length").asInt()).containsExactly(0, 5);
        assertThat(lines()).allSatisfy(line -> {
            assertThat(line.get("doc_id").asString()).isEqualTo("empty");
            assertThat(line.get("mentions").isEmpty()).isTrue();
            assertThat(line.has("skipped")).isFalse();
        });
    }

    @Test
    void runWithoutNotesIsAnEmptyFile() {
        ExportFixture.write(ExportFormat.JSONL, directory);
        assertThat(directory.resolve("annotations.jsonl")).isEmptyFile();
    }

    private List<JsonNode> lines() throws IOException {
        return Files.readAllLines(directory.resolve("annotations.jsonl")).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }
}
