package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.NerException;
import io.osler.ner.eval.PubtatorCorpus.Document;
import io.osler.ner.eval.PubtatorCorpus.LinkedSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubtatorCorpusTest {
    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("c.txt"), text);
    }

    private PubtatorCorpus read(String text) throws IOException {
        return PubtatorCorpus.read(file(text));
    }

    @Test
    void mentionsStandInTitleSpaceAbstract() throws IOException {
        PubtatorCorpus corpus = read("""
                7|t|On 😀 blint
                7|a|Zorb|itis hurts.
                7\t5\t10\tblint\tSpecificDisease\tD000001|D000002
                7\t11\t20\tZorb|itis\tDiseaseClass\tMESH:D000003+OMIM:17
                7\t21\t26\thurts\tModifier\t-1
                7\tCID\tD000001\tD000003

                8|t|Two
                8|a|

                """);
        assertThat(corpus.misplaced()).isEmpty();
        assertThat(corpus.mentions()).isEqualTo(3);
        assertThat(corpus.documents()).extracting(Document::id).containsExactly("7", "8");
        Document first = corpus.documents().getFirst();
        assertThat(first.text()).isEqualTo("On 😀 blint Zorb|itis hurts.");
        assertThat(first.mentions())
                .extracting(mention -> mention.span().in(first.text()))
                .containsExactly("blint", "Zorb|itis", "hurts");
        assertThat(first.mentions())
                .extracting(LinkedSpan::type)
                .containsExactly("specificdisease", "diseaseclass", "modifier");
        assertThat(first.mentions().get(0).ids()).containsExactlyInAnyOrder("D000001", "D000002");
        assertThat(first.mentions().get(1).ids()).containsExactlyInAnyOrder("D000003", "OMIM:17");
        assertThat(first.mentions().get(2).ids()).isEmpty();
        assertThat(corpus.documents().getLast().text()).isEqualTo("Two ");
    }

    @Test
    void mentionsOfSeveralPartsHaveAnotherColumn() throws IOException {
        assertThat(read("1|t|red ache\n1|a|x\n1\t0\t8\tred ache\tDisease\tD1|D2\tred|ache\n")
                        .documents()
                        .getFirst()
                        .mentions())
                .singleElement()
                .satisfies(mention -> assertThat(mention.ids()).hasSize(2));
    }

    @Test
    void misplacedMentionsAreLeftOutAndCountedWithoutTheirWords() throws IOException {
        PubtatorCorpus corpus = read("""
                7|t|Blint
                7|a|Zorbitis.
                7\t0\t5\tblint\tDisease\tD1
                7\t0\t99\tBlint\tDisease\tD1
                7\t3\t3\t\tDisease\tD1
                7\t0\t5\tBlint\tDisease\tD1
                """);
        assertThat(corpus.mentions()).isEqualTo(1);
        assertThat(corpus.misplaced()).hasSize(3).allMatch(line -> !line.contains("lint"));
        assertThat(corpus.misplaced().getFirst()).endsWith("c.txt, line 3: other words stand at [0, 5)");
        assertThat(corpus.misplaced().get(1)).endsWith("line 4: [0, 99) in a text of 15");
    }

    @Test
    void theSameIdTwiceIsTwoDocuments() throws IOException {
        assertThat(read("1|t|a\n1|a|b\n1|t|c\n1|a|d\n").documents())
                .extracting(Document::text)
                .containsExactly("a b", "c d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "1|t|a\\n1|t|b               ! line 2 ends a document that has a title and no abstract",
                "1|t|a\\n                    ! line 1 ends a document that has a title and no abstract",
                "1|a|a                       ! line 1 is an abstract without its title before it",
                "1|t|a\\n2|a|b               ! line 2 is an abstract without its title before it",
                "1|t|a\\n1|a|b\\n1|a|c       ! line 3 is an abstract without its title before it",
                "1\\t0\\t1\\ta\\tDisease\\tD1! line 1 is a mention before title and abstract",
                "words                       ! line 1 is neither text (id|t|...), nor a mention or relation with tabs",
                "1|t|a\\n1|a|b\\n1\\t-1\\t1\\ta ! line 3 is neither text (id|t|...), nor a mention or relation with tabs",
            })
    void otherFormsAreRefused(String text, String message) throws IOException {
        Path file = file(text.replace("\\n", "\n").replace("\\t", "\t"));
        assertThatThrownBy(() -> PubtatorCorpus.read(file))
                .isInstanceOf(NerException.class)
                .hasMessage("CORPUS_INVALID: " + file + ": " + message);
    }

    @Test
    void filesThatCannotBeReadAreSaid() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> PubtatorCorpus.read(missing))
                .hasMessage("INPUT_MISSING: " + missing + ": there is no such file; check the name");
        Path latin = Files.write(directory.resolve("latin"), "1|t|é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PubtatorCorpus.read(latin)).hasMessageContaining("is not UTF-8, convert it");
        assertThat(read("").documents()).isEqualTo(List.of());
    }
}
