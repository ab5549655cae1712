package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexicalIndexTest {
    @TempDir
    private Path directory;

    private Path index;

    @BeforeEach
    void build() {
        index = directory.resolve("lexical");
        build("anemia", "iron deficiency anemia", "anemias, sickle cell", "carcinoma of breast", "breast pain", "[]");
    }

    @Test
    void wordsAndLettersFindNames() {
        assertThat(found("breast carcinoma")).startsWith("carcinoma of breast", "breast pain");
        assertThat(found("anaemia").getFirst()).isEqualTo("anemia");
        assertThat(found("ANEMIAS").getFirst()).isEqualTo("anemia");
        assertThat(found("zzz")).isEmpty();
    }

    @Test
    void whatHasNoWordIsNeverFound() {
        assertThat(found("")).isEmpty();
        assertThat(found("[]")).isEmpty();
    }

    @Test
    void rowsAreInTheOrderOfAdding() {
        try (LexicalIndex open = LexicalIndex.open(index)) {
            assertThat(open.rows()).isEqualTo(6);
            assertThat(open.subject()).isEqualTo(77);
            assertThat(open.search("breast pain", 1))
                    .singleElement()
                    .satisfies(hit -> assertThat(List.of(hit.row(), hit.key())).containsExactly(4, 104));
        }
    }

    @Test
    void rowsKeepTheirOrderOverManyFlushes() {
        build(IntStream.range(0, 5000).mapToObj(i -> "name" + i).toArray(String[]::new));
        try (LexicalIndex open = LexicalIndex.open(index)) {
            for (int row : new int[] {0, 1, 2499, 4999}) {
                assertThat(open.search("name" + row, 1).getFirst().row()).isEqualTo(row);
            }
        }
    }

    @Test
    void aKeyIsFoundOnceByItsBestName() {
        try (LexicalIndexBuilder builder = LexicalIndexBuilder.create(index)) {
            for (int i = 0; i < 50; i++) {
                builder.add(1, "fever of kind " + i);
            }
            builder.add(1, "fever").add(2, "fever and chills and sweats");
            builder.build(0);
        }
        try (LexicalIndex open = LexicalIndex.open(index)) {
            assertThat(open.search("fever", 2))
                    .extracting(LexicalHit::text)
                    .containsExactly("fever", "fever and chills and sweats");
            assertThat(open.search("fever", 9, key -> key == 2))
                    .extracting(LexicalHit::key)
                    .containsExactly(2);
        }
    }

    @Test
    void equalNamesComeInTheirOrder() {
        build("fever", "fever", "fever");
        try (LexicalIndex open = LexicalIndex.open(index)) {
            assertThat(open.search("fever", 2)).extracting(LexicalHit::row).containsExactly(0, 1);
        }
    }

    @Test
    void anEmptyIndexFindsNothing() {
        build();
        assertThat(found("fever")).isEmpty();
    }

    @Test
    void aVeryLongQueryIsCut() {
        String longest = IntStream.range(0, 5000).mapToObj(i -> "w" + i).reduce("anemia", (a, b) -> a + " " + b);
        assertThat(found(longest)).isNotNull();
    }

    @Test
    void aLimitOfNothingIsRefused() {
        try (LexicalIndex open = LexicalIndex.open(index)) {
            assertThatThrownBy(() -> open.search("fever", 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("limit is 0, expected at least 1");
        }
    }

    @Test
    void aBuildThatEndsEarlyLeavesTheOldIndex() {
        try (LexicalIndexBuilder builder = LexicalIndexBuilder.create(index)) {
            builder.add(5, "lost");
        }
        assertThat(found("anemia")).isNotEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void foreignAndDamagedDirectoriesAreRefused() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> LexicalIndex.open(empty))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("NOT_A_KB: " + empty + ": the lexical index cannot be read: ")
                .hasMessageEndingWith("; build it anew");
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> LexicalIndex.open(none))
                .isInstanceOf(KbException.class)
                .hasMessage(
                        "NOT_A_KB: " + none + ": the lexical index cannot be read: no directory there; build it anew");
        assertThat(none).doesNotExist();
        try (Stream<Path> files = Files.list(index)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("_"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThatThrownBy(() -> LexicalIndex.open(index))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("DAMAGED: " + index + ": the lexical index cannot be read: ");
    }

    @Test
    void anotherLayoutIsRefused() throws IOException {
        try (FSDirectory lucene = FSDirectory.open(index);
                IndexWriter writer = new IndexWriter(lucene, new IndexWriterConfig())) {
            writer.setLiveCommitData(Map.of("layout", "9").entrySet());
            writer.commit();
        }
        assertThatThrownBy(() -> LexicalIndex.open(index))
                .isInstanceOf(KbException.class)
                .hasMessage("VERSION_UNSUPPORTED: " + index
                        + ": the lexical index has layout 9, this build reads 1; build it anew");
    }

    @Test
    void aPlaceThatIsNotThereIsRefused() {
        Path nowhere = directory.resolve("none").resolve("lexical");
        assertThatThrownBy(() -> LexicalIndexBuilder.create(nowhere))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("IO: " + nowhere + ": the lexical index cannot be written: ");
    }

    @Test
    void termsAreWordsAndRunsOfThree() {
        assertThat(LexicalTerms.of("Pain of the Knees"))
                .isEqualTo(new LexicalTerms(
                        List.of("pain", "knee"), List.of(" pa", "pai", "ain", "in ", " kn", "kne", "nee", "ee ")));
        assertThat(LexicalTerms.of("of the").words()).containsExactly("of", "the");
    }

    private void build(String... names) {
        try (LexicalIndexBuilder builder = LexicalIndexBuilder.create(index)) {
            for (int i = 0; i < names.length; i++) {
                builder.add(100 + i, names[i]);
            }
            builder.build(77);
        }
    }

    private List<String> found(String text) {
        try (LexicalIndex open = LexicalIndex.open(index)) {
            return open.search(text, 10).stream().map(LexicalHit::text).toList();
        }
    }
}
