package io.osler.ner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.AnnotatedText;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentGroupsTest {
    private static List<GoldSentence> sentences(String... documents) {
        return IntStream.range(0, documents.length)
                .mapToObj(i -> new GoldSentence(
                        documents[i] + "." + i, documents[i], new AnnotatedText("words " + i, List.of())))
                .toList();
    }

    @Test
    void namedDocumentsStay() {
        assertThat(DocumentGroups.of(sentences("a", "a", "b"))).containsExactly("a", "a", "b");
        assertThat(DocumentGroups.of(sentences("my@home@0-8", "b", "my@home@9-30", "b@x-1")))
                .containsExactly("my@home", "b", "my@home", "b@x-1");
    }

    @Test
    void withoutNamesSentencesThatStandTogetherBelongTogether() {
        String[] unnamed = IntStream.range(0, 700).mapToObj(Integer::toString).toArray(String[]::new);
        assertThat(DocumentGroups.of(sentences(unnamed)))
                .hasSize(700)
                .startsWith("0", "0")
                .endsWith("34", "34")
                .isEqualTo(DocumentGroups.blocks(700));
        assertThat(DocumentGroups.blocks(3)).containsExactly("0", "1", "2");
        assertThat(DocumentGroups.blocks(0)).isEmpty();
        assertThat(DocumentGroups.of(sentences("one", "one", "one"), 2)).containsExactly("0", "0", "1");
    }
}
