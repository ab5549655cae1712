package io.osler.ner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Label Studio exports, in miniature. */
class LabelStudioFormatTest {
    private static final String ACHE = region("e1", 0, 4, "ache", "sign");

    @TempDir
    private Path directory;

    private static String region(String id, int start, int end, String words, String label) {
        return """
            {"id": "%s", "from_name": "label", "to_name": "text", "type": "labels",
             "value": {"start": %d, "end": %d, "text": "%s", "labels": ["%s"]}}""".formatted(id, start, end, words, label);
    }

    private static String annotation(String more, String... regions) {
        return "{\"was_cancelled\": false, \"result\": [%s]%s}".formatted(String.join(",", regions), more);
    }

    private static String task(int id, String text, String... annotations) {
        return "{\"id\": %d, \"data\": {\"text\": \"%s\"}, \"predictions\": [], \"annotations\": [%s]}"
                .formatted(id, text, String.join(",", annotations));
    }

    private Corpus read(ReadOptions options, String... tasks) throws IOException {
        Path file = Files.writeString(directory.resolve("export.json"), "[" + String.join(",\n", tasks) + "]");
        assertThat(Corpora.recognise(file)).isEqualTo(CorpusFormat.LABEL_STUDIO);
        return Corpora.read(file, options);
    }

    private Corpus read(String... tasks) throws IOException {
        return read(ReadOptions.STRICT, tasks);
    }

    @Test
    void theAnnotationUpdatedLastCounts() throws IOException {
        Corpus corpus = read(
                task(
                        1,
                        "ache and rash",
                        annotation(", \"updated_at\": \"2026-01-02T10:00:00Z\"", region("a", 9, 13, "rash", "sign")),
                        annotation(", \"updated_at\": \"2026-01-01T23:00:00.5Z\"", ACHE),
                        "{\"was_cancelled\": true, \"updated_at\": \"2027-01-01T00:00:00Z\", \"result\": []}"),
                task(2, "ache", annotation("", ACHE), annotation("")));
        assertThat(corpus.documents().getFirst().mentions()).containsExactly(CorpusMention.of(9, 13, "sign"));
        assertThat(corpus.documents().getLast().mentions())
                .as("without a time the last")
                .isEmpty();
    }

    @Test
    void tasksThatNobodyAnnotatedAreCountedAndLeftOut() throws IOException {
        Corpus corpus = read(
                task(1, "nothing yet"),
                task(2, "skipped", "{\"was_cancelled\": true, \"result\": []}"),
                task(7, "ache", annotation("", ACHE)));
        assertThat(corpus.documents()).extracting(CorpusDocument::id).containsExactly("7");
        assertThat(corpus.tally().words()).isEqualTo("2 tasks that nobody annotated, left out");
        assertThatThrownBy(() -> read(task(1, "nothing yet")))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("export.json")
                .hasMessageContaining("holds 1 tasks and no annotation of any, and predictions are none; correct them");
    }

    /** The words that a region quotes tell which unit it counts. */
    @ParameterizedTest
    @CsvSource({"2, 6, CODE_POINTS", "2, 6, UTF_16", "3, 7, CODE_POINTS", "3, 7, UTF_16"})
    void offsetsAreOfTheUnitThatFitsTheWords(int start, int end, OffsetUnit unit) throws IOException {
        Corpus corpus = read(
                ReadOptions.STRICT.withUnit(unit),
                task(1, "😀 ache", annotation("", region("e", start, end, "ache", "sign"))));
        assertThat(corpus.documents().getFirst().mentions()).containsExactly(CorpusMention.of(3, 7, "sign"));
    }

    @Test
    void whatATaskSaysOfItsOffsetsHolds() throws IOException {
        String task = "{\"data\": {\"doc_id\": \"n@0-7\", \"text\": \"😀😀aaaa\", \"offsets\": \"%s\"},"
                + " \"annotations\": [{\"result\": [%s]}]}";
        String region = region("e", 4, 6, "aa", "sign");
        CorpusDocument points = read(task.formatted(OffsetUnit.CODE_POINTS.words(), region))
                .documents()
                .getFirst();
        assertThat(points.id()).isEqualTo("n@0-7");
        assertThat(points.mentions()).containsExactly(CorpusMention.of(6, 8, "sign"));
        assertThat(read(task.formatted(OffsetUnit.UTF_16.words(), region))
                        .documents()
                        .getFirst()
                        .mentions())
                .containsExactly(CorpusMention.of(4, 6, "sign"));
        assertThatThrownBy(() -> read(task.formatted("bytes", region)))
                .hasMessageContaining("task 1")
                .hasMessageContaining("counts its offsets in something unknown, expected 'unicode code points");
    }

    @Test
    void choicesOfARegionAreFactsAndTheRestIsCounted() throws IOException {
        String choices =
                "{\"id\": \"e1\", \"type\": \"choices\", \"value\": {\"choices\": [\"absent\", \"historical\"]}}";
        Corpus corpus = read(
                task(1, "ache", annotation("", ACHE, choices, "{\"type\": \"relation\"}", "{\"type\": \"textarea\"}")));
        CorpusMention mention = corpus.documents().getFirst().mentions().getFirst();
        assertThat(mention.facts()).isEqualTo(Map.of("assertion", "absent", "historical", "true"));
        assertThat(corpus.tally().count(Irregularity.RELATION)).isEqualTo(1);
        assertThat(corpus.tally().count(Irregularity.OTHER_ANNOTATION)).isEqualTo(1);
    }

    @Test
    void aLineBreakIsQuotedWithABackslash() throws IOException {
        Corpus corpus = read(task(1, "chest\\npain", annotation("", region("e", 0, 10, "chest\\\\npain", "sign"))));
        assertThat(corpus.documents().getFirst().mentions()).containsExactly(CorpusMention.of(0, 10, "sign"));
    }

    @Test
    void wrongRegionsAreNamedByTheirPlace() throws IOException {
        assertThatThrownBy(() -> read(task(3, "ache", annotation("", region("e", 0, 9, "ache", "sign")))))
                .hasMessageContaining("task 3, region e")
                .hasMessageContaining("has offset 9, the text ends at 4");
        assertThatThrownBy(() -> read(task(3, "ache", annotation("", region("e", 0, 3, "rash", "sign")))))
                .hasMessageContaining("task 3, region e")
                .hasMessageContaining("quotes other words than stand there")
                .hasMessageNotContaining("rash");
        String unlabelled = "{\"id\": \"e\", \"type\": \"labels\", \"value\": {\"start\": 0, \"end\": 4}}";
        assertThatThrownBy(() -> read(task(3, "ache", annotation("", unlabelled))))
                .hasMessageContaining("task 3, region e")
                .hasMessageContaining("has no label, expected one");
        assertThat(read(
                                ReadOptions.STRICT.tolerating(),
                                task(3, "ache", annotation("", region("e", 0, 9, "ache", "sign"))))
                        .tally()
                        .count(Irregularity.OUT_OF_RANGE))
                .isEqualTo(1);
    }

    @Test
    void otherListsAreRefused() throws IOException {
        assertThatThrownBy(() -> read("{\"data\": {\"note\": \"ache\"}, \"annotations\": []}"))
                .hasMessageContaining("task 1")
                .hasMessageContaining("has no text under 'data'");
        Path file = Files.writeString(directory.resolve("min.json"), "[{\"text\": \"ache\", \"label\": []}]");
        assertThatThrownBy(() -> Corpora.read(file, CorpusFormat.LABEL_STUDIO, ReadOptions.STRICT))
                .hasMessageContaining("has no text under 'data'");
        Path cut = Files.writeString(directory.resolve("cut.json"), "[{\"data\": {\"text\": \"ache");
        assertThatThrownBy(() -> Corpora.read(cut, CorpusFormat.LABEL_STUDIO, ReadOptions.STRICT))
                .hasMessageContaining("is no list of tasks, expected what Label Studio exports as JSON")
                .hasMessageNotContaining("ache");
        assertThatThrownBy(() -> Corpora.write(
                        List.of(), CorpusFormat.LABEL_STUDIO, directory.resolve("x"), OffsetUnit.CODE_POINTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("read only here");
    }
}
