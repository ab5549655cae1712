package io.osler.ner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.osler.ner.Mention;
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
import org.junit.jupiter.params.provider.ValueSource;

class CorporaTest {
    private static final String PUBTATOR = """
        7|t|Red eye
        7|a|Gout and fever.
        7\t0\t7\tRed eye\tDisease\tD1|D2+D3
        7\t8\t12\tGout\tDisease\t-1
        7\tCID\tD1\tD2

        7|t|Red eye
        7|a|
        """;

    @TempDir
    Path directory;

    @Test
    void anIdThatStandsTwiceAndRelationsAreCounted() throws IOException {
        Corpus corpus = read("a.txt", PUBTATOR, ReadOptions.STRICT);
        assertThat(corpus.documents()).extracting(CorpusDocument::id).containsExactly("7", "7#2");
        assertThat(corpus.documents().getFirst().mentions())
                .containsExactly(CorpusMention.of(0, 7, "Disease", "D1", "D2+D3"), CorpusMention.of(8, 12, "Disease"));
        assertThat(corpus.documents().getFirst().mentions().getFirst().singleIds())
                .containsExactly("D1", "D2", "D3");
        assertThat(corpus.documents().getLast().text()).isEqualTo("Red eye");
        assertThat(corpus.tally().counts()).isEqualTo(Map.of(Irregularity.REPEATED_ID, 1, Irregularity.RELATION, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "7|0|3|Gout|Disease|D1 # line 3: quotes other words than stand there, the text or its line ends may"
                        + " have changed",
                "7|0|99|Red eye|Disease|D1 # line 3: has offset 99, the text ends at 23; pair it with the text it was"
                        + " made for",
                "7|7|0|Red eye|Disease|D1 # line 3: has the offsets 7 to 0, expected 0 <= begin < end",
                "7|x|7|Red eye|Disease|D1 # line 3: has an offset that is no number of at most nine digits",
                "8|0|7|Red eye|Disease|D1 # line 3: belongs to document 8, expected 7; part them by a blank line",
                "7|0|7 # line 3: has 3 columns, expected id, begin, end, words, type and concept ids, with tabs"
                        + " between",
                "7|0|7|Red eye|Disease|D 1 # line 3: concept id 'D 1' is empty or holds white space or a bar",
            })
    void aWrongLineIsToldWithItsNumber(String line, String message) throws IOException {
        String content = "7|t|Red eye\n7|a|Gout and fever.\n" + line.replace('|', '\t') + "\n";
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> read("a.txt", content, ReadOptions.STRICT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(NerException.Code.CORPUS_INVALID))
                .withMessage("CORPUS_INVALID: %s, %s", directory.resolve("a.txt"), message);
    }

    @Test
    void aTolerantReaderCountsAndGoesOn() throws IOException {
        String content = """
            7|t|Red eye
            7|a|Gout and fever.
            7\t0\t7\tRed ear\tDisease\tD1
            7\t0\t99\tRed eye\tDisease\tD1
            7\t0\t7\tRed eye\tDisease\tD1
            7\t4\t7\teye\tPart\tD1
            7\t8\t12\tGout\tDisease\tD1
            """;
        Corpus corpus = read("a.txt", content, ReadOptions.FOR_TASKS.tolerating());
        assertThat(corpus.documents().getFirst().mentions())
                .containsExactly(CorpusMention.of(0, 7, "disease", "D1"), CorpusMention.of(8, 12, "disease", "D1"));
        assertThat(corpus.tally().counts())
                .isEqualTo(Map.of(Irregularity.TEXT_DIFFERS, 1, Irregularity.OUT_OF_RANGE, 1, Irregularity.OVERLAP, 1));
        assertThat(corpus.tally().words())
                .isEqualTo(
                        "1 mentions whose words differ from the document, left out; 1 mentions outside their document,"
                                + " left out; 1 mentions that overlap a longer one, left out");
    }

    @Test
    void typesAreMappedAndOthersLeftOut() throws IOException {
        String content = "a\tB-DiseaseClass\nb\tB-Modifier\nc\tB-Gene\n";
        Corpus corpus = read(
                "a.tsv",
                content,
                ReadOptions.FOR_TASKS.withTypes(
                        TypeNames.mapped(Map.of("diseaseclass", "disease", "Modifier", "disease"))));
        assertThat(corpus.documents().getFirst().mentions())
                .containsExactly(CorpusMention.of(0, 1, "disease"), CorpusMention.of(2, 3, "disease"));
        assertThat(corpus.tally().count(Irregularity.TYPE_LEFT_OUT)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"text\": \"Red\", \"mentions\": [{\"begin\": 0, \"end\": 4, \"type\": \"x\"}]} # line 1: has offset"
                        + " 4, the text ends at 3; pair it with the text it was made for",
                "{\"text\": \"Red\", \"mentions\": [{\"begin\": 0, \"end\": 3}]} # line 1: has a mention without a"
                        + " type",
                "{\"text\": \"Red\", \"mentions\": [{\"begin\": 0, \"type\": \"x\"}]} # line 1: has a place without"
                        + " 'begin' and 'end', expected whole numbers",
                "{\"text\": \"Red\", \"mentions\": [{\"spans\": [], \"type\": \"x\"}]} # line 1: has a mention without"
                        + " a place",
                "{\"text\": \"Red\", \"offsets\": \"bytes\"} # line 1: counts its offsets in something unknown,"
                        + " expected 'unicode code points, half-open' or 'utf-16 code units, half-open'",
                "{\"text\": \"Red # line 1: is not a JSON object with a 'text'",
                "{\"txt\": \"Red\"} # line 1: is not a JSON object with a 'text'",
            })
    void wrongJsonLinesAreTold(String line, String message) {
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> read("a.jsonl", line + "\n", ReadOptions.STRICT))
                .withMessage("CORPUS_INVALID: %s, %s", directory.resolve("a.jsonl"), message);
    }

    @Test
    void utf16IsReadOnRequestOrWhereTheFileSaysSo() throws IOException {
        String mention = "\"mentions\":[{\"begin\":3,\"end\":6,\"text\":\"eye\",\"type\":\"x\"}]}\n";
        assertThat(read("a.jsonl", "{\"text\":\"😀 eye\"," + mention, ReadOptions.STRICT.withUnit(OffsetUnit.UTF_16))
                        .mentions())
                .isEqualTo(1);
        assertThat(read(
                                "a.jsonl",
                                "{\"text\":\"😀 eye\",\"offsets\":\"utf-16 code units, half-open\"," + mention,
                                ReadOptions.STRICT)
                        .mentions())
                .isEqualTo(1);
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> read("a.jsonl", "{\"text\":\"😀 eye\"," + mention, ReadOptions.STRICT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"documents\": [{\"id\": \"d\", \"passages\": [{\"offset\": 5, \"text\": \"Red\"}, {\"offset\": 6,"
                        + " \"text\": \"eye\"}]}]} # document d: has a passage or sentence that begins -2 after the one"
                        + " before ends, expected 0 to 10000",
                "{\"documents\": [{\"id\": \"d\", \"passages\": [{\"offset\": 999999, \"text\": \"Red\"}]}]} #"
                        + " document d: has a passage or sentence that begins 999999 after the one before ends, expected 0"
                        + " to 10000",
                "{\"documents\": [{\"id\": \"d\", \"passages\": [{\"text\": \"Red\"}]}]} # document d: has no usable"
                        + " 'offset', expected a number from 0 on",
                "{\"documents\": [{\"id\": \"d\", \"passages\": [{\"offset\": 0, \"text\": \"Red\", \"annotations\":"
                        + " [{\"id\": \"7\", \"locations\": []}]}]}]} # document d, annotation 7: has no type or no"
                        + " locations, expected both",
                "{\"documents\": [{\"passages\": # line 1: is not readable as JSON; repair or convert it",
            })
    void wrongBiocIsTold(String json, String message) {
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> read("a.json", json, ReadOptions.STRICT))
                .withMessage("CORPUS_INVALID: %s, %s", directory.resolve("a.json"), message);
    }

    @Test
    void biocOfPubTatorCentralIsRead() throws IOException {
        String document = """
            {"id": "%s", "passages": [{"infons": {"type": "title"}, "offset": 0, "text": "Red eye.",
             "annotations": [{"id": "1", "infons": {"type": "Disease", "identifier": "-"}, "text": "eye",
             "locations": [{"offset": 4, "length": 3}]}], "relations": [{}]},
             {"infons": {}, "offset": 9, "sentences": [{"offset": 9, "text": "Gout."}, {"offset": 15, "text": "No."}]}]}
            """;
        Corpus corpus = read("a.json", document.formatted("1") + document.formatted("2"), ReadOptions.STRICT);
        assertThat(corpus.documents()).extracting(CorpusDocument::text).containsOnly("Red eye. Gout. No.");
        assertThat(corpus.documents().getLast().mentions()).containsExactly(CorpusMention.of(4, 7, "Disease"));
        assertThat(corpus.documents().getLast().sentences()).hasSize(2);
        assertThat(corpus.tally().count(Irregularity.RELATION)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"just words", "", "{}"})
    void anUnknownFormatIsTold(String content) {
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> read("a.bin", content, ReadOptions.STRICT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(NerException.Code.CORPUS_INVALID));
    }

    @ParameterizedTest
    @CsvSource({
        "train, NCBItrainset_corpus.txt",
        "dev, NCBIdevelopset_corpus.txt",
        "test, NCBItestset_corpus.txt",
        "train, CDR_TrainingSet.PubTator.txt",
        "dev, CDR_DevelopmentSet.PubTator.txt",
        "test, CDR_TestSet.PubTator.txt",
        "test, test.tsv",
        "dev, devel.tsv"
    })
    void splitsAreFoundByName(String split, String name) throws IOException {
        Files.createFile(directory.resolve(name));
        Files.createFile(directory.resolve("latest-contest.tsv"));
        Files.createFile(directory.resolve("LICENSE.txt"));
        assertThat(Corpora.split(directory, split)).isEqualTo(directory.resolve(name));
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> Corpora.split(directory, "other"))
                .withMessageContaining("has 0 files whose name says 'other' (of ");
    }

    @Test
    void bratPairsSideBySideAreACorpusWhateverTheSplit() throws IOException {
        for (String name : List.of("train-1", "train-2")) {
            Files.writeString(directory.resolve(name + ".txt"), "gout");
            Files.createFile(directory.resolve(name + ".ann"));
        }
        assertThat(Corpora.split(directory, "test")).isEqualTo(directory);
        assertThat(Corpora.split(directory, "train")).isEqualTo(directory);
        Path split = Files.createDirectory(directory.resolve("test"));
        assertThat(Corpora.split(directory, "test")).isEqualTo(split);
    }

    @Test
    void documentsAreCutIntoSentencesOnOneLine() throws IOException {
        String text = "Plan\n\nShe has red\neye. No  gout\u00a0now. Both.";
        Path txt = Files.writeString(directory.resolve("n.txt"), text);
        Files.writeString(
                directory.resolve("n.ann"),
                "T1\tProblem 14 21\tred eye\nT2\tProblem 26 32\tgout \nT3\tProblem 32 41\tnow. Both\n");
        GoldSentences cut = GoldSentences.read(txt, ReadOptions.FOR_TASKS.tolerating());
        assertThat(cut.sentences()).extracting(GoldSentence::text).contains("She has red eye.", "No gout now.");
        assertThat(cut.sentences().stream()
                        .filter(sentence -> sentence.text().startsWith("She"))
                        .flatMap(sentence -> sentence.gold().mentions().stream()))
                .containsExactly(Mention.gold(8, 15, "problem"));
        assertThat(cut.tally().count(Irregularity.CROSSES_SENTENCES)).isEqualTo(1);
    }

    private Corpus read(String name, String content, ReadOptions options) throws IOException {
        return Corpora.read(Files.writeString(directory.resolve(name), content), options);
    }
}
