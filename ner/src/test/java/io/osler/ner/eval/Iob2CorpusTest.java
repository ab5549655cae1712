package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Iob2CorpusTest {
    @TempDir
    Path folder;

    @Test
    void readsSentencesWithAndWithoutMentions() throws IOException {
        assertThat(
                        read(
                                "-DOCSTART-\tO\n\nBoth\tO\ngout\tB-Disease\nand\tO\nred\tB-Disease\neye\tI-Disease\n\n\nNone\tO\n"))
                .containsExactly(
                        new AnnotatedText(
                                "Both gout and red eye",
                                List.of(Mention.gold(5, 9, "disease"), Mention.gold(14, 21, "disease"))),
                        new AnnotatedText("None", List.of()));
    }

    @Test
    void neighboursOfOneTypeStayApart() throws IOException {
        assertThat(read("a B-X\nb B-X\nc I-Y\n").getFirst().mentions())
                .containsExactly(Mention.gold(0, 1, "x"), Mention.gold(2, 3, "x"), Mention.gold(4, 5, "y"));
    }

    @Test
    void aLineWithoutATagIsNamed() {
        assertThatThrownBy(() -> read("fever\tO\nsecret\n"))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("line 2: has 1 columns, expected a token and a tag")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Iob2Corpus.read(folder.resolve("none.tsv")))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("none.tsv");
    }

    private List<AnnotatedText> read(String content) throws IOException {
        return Iob2Corpus.read(Files.writeString(folder.resolve("corpus.tsv"), content));
    }
}
