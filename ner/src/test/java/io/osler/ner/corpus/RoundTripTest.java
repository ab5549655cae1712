package io.osler.ner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.models.TextSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    private static final CorpusDocument EMPTY = new CorpusDocument(
            "empty", "Nothing here.", List.of(new Passage("title", new TextSpan(0, 13))), List.of(), List.of());

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(OffsetUnit.class)
    void jsonlSaysEverything(OffsetUnit unit) {
        List<CorpusDocument> documents = List.of(CorpusFixture.rich(), EMPTY);
        assertThat(again(documents, CorpusFormat.JSONL, unit, ReadOptions.STRICT)
                        .documents())
                .isEqualTo(documents);
    }

    @ParameterizedTest
    @EnumSource(OffsetUnit.class)
    void biocKeepsGapsOverlapsPassagesAndSentences(OffsetUnit unit) {
        List<CorpusDocument> documents = List.of(CorpusFixture.rich(), EMPTY);
        assertThat(again(documents, CorpusFormat.BIOC_JSON, unit, ReadOptions.STRICT)
                        .documents())
                .isEqualTo(documents);
    }

    @ParameterizedTest
    @EnumSource(OffsetUnit.class)
    void pubTatorKeepsConceptsAndDocumentsWithoutMention(OffsetUnit unit) {
        List<CorpusDocument> documents = List.of(CorpusFixture.plain("1"), EMPTY, CorpusFixture.plain("2"));
        assertThat(again(documents, CorpusFormat.PUBTATOR, unit, ReadOptions.STRICT.withUnit(unit))
                        .documents())
                .isEqualTo(documents);
    }

    @Test
    void bratKeepsGapsOverlapsAndConcepts() {
        CorpusDocument rich = CorpusFixture.rich();
        CorpusDocument read = again(List.of(rich), CorpusFormat.BRAT, OffsetUnit.CODE_POINTS, ReadOptions.STRICT)
                .documents()
                .getFirst();
        assertThat(read.text()).isEqualTo(rich.text());
        assertThat(read.mentions()).isEqualTo(rich.mentions());
    }

    @Test
    void aMentionOverALineEndIsOnePiece() {
        CorpusDocument broken = new CorpusDocument(
                "n", "chest\r\n  pain", List.of(), List.of(), List.of(CorpusMention.of(0, 13, "Sign")));
        assertThat(again(List.of(broken), CorpusFormat.BRAT, OffsetUnit.CODE_POINTS, ReadOptions.STRICT)
                        .documents())
                .containsExactly(broken);
    }

    @Test
    void iob2KeepsSentencesAsDocuments() throws IOException {
        String lines = "Red\tB-X\n😀\tI-X\neye\tO\n\nNone\tO\n\na\tB-X\nb\tB-X\nc\tI-X\n\n";
        Path file = Files.writeString(directory.resolve("in.tsv"), lines);
        Corpus corpus = Corpora.read(file, ReadOptions.STRICT);
        Path again = directory.resolve("out.tsv");
        Corpora.write(corpus.documents(), CorpusFormat.IOB2, again, OffsetUnit.CODE_POINTS);
        assertThat(again).hasContent(lines);
        assertThat(corpus.documents().getFirst())
                .isEqualTo(new CorpusDocument(
                        "1",
                        "Red 😀 eye",
                        List.of(),
                        List.of(new TextSpan(0, 10)),
                        List.of(CorpusMention.of(0, 6, "X"))));
    }

    @Test
    void iob2KeepsDocumentsWithTheirNames() throws IOException {
        String lines = "-DOCSTART- (a)\n\nRed\tB-X\n\nNone\tO\n\n-DOCSTART- (b)\n\nOne\tO\n\n";
        Path file = Files.writeString(directory.resolve("in.tsv"), lines);
        Corpus corpus = Corpora.read(file, ReadOptions.STRICT);
        assertThat(corpus.documents()).extracting(CorpusDocument::id).containsExactly("a", "b");
        assertThat(corpus.documents().getFirst().text()).isEqualTo("Red\nNone");
        assertThat(corpus.documents().getFirst().sentences()).containsExactly(new TextSpan(0, 3), new TextSpan(4, 8));
        Corpora.write(corpus.documents(), CorpusFormat.IOB2, file, OffsetUnit.CODE_POINTS);
        assertThat(file).hasContent(lines);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "IOB2 # document rich: the mention at [0, 18) cannot be said in IOB2, expected whole tokens",
                "PUBTATOR # document rich cannot be written as PubTator: a mention is in several pieces",
            })
    void whatAFormatCannotSayIsRefused(CorpusFormat format, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corpora.write(
                        List.of(CorpusFixture.rich()), format, directory.resolve("x"), OffsetUnit.CODE_POINTS))
                .withMessageStartingWith(message);
        assertThat(directory).isEmptyDirectory();
    }

    private Corpus again(List<CorpusDocument> documents, CorpusFormat format, OffsetUnit unit, ReadOptions options) {
        Path place = directory.resolve("corpus");
        Corpora.write(documents, format, place, unit);
        assertThat(Corpora.recognise(place)).isEqualTo(format);
        return Corpora.read(place, options);
    }
}
