package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.EngineOptions;
import io.osler.ner.AnnotatedText;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.select.ExampleSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnDocumentsTest {
    private static final List<GoldSentence> CORPUS = List.of(
            sentence("a", "gout of the toe"),
            sentence("a", "gout of the thumb"),
            sentence("b", "gout of the knee"),
            sentence("b", "the toe again"),
            sentence("c", "a cough"));

    private static GoldSentence sentence(String document, String text) {
        return new GoldSentence(document + "." + text.length(), document, new AnnotatedText(text, List.of()));
    }

    private static List<String> shown(OwnDocuments own, String selector, List<GoldSentence> pool, String sentence) {
        try (LocalDetectors detectors = new LocalDetectors(new EvalRunTest.NoParts(), EngineOptions.DEFAULTS, own)) {
            Setting setting = Setting.llm("toy", "tanl", selector, 5);
            ExampleSelector examples = detectors.selector(
                    setting, pool.stream().map(GoldSentence::gold).toList());
            return examples.select(sentence).stream().map(AnnotatedText::text).toList();
        }
    }

    @Test
    void whereACorpusIsPoolAndTestSetNothingOfTheOwnDocumentIsShown() {
        OwnDocuments own = OwnDocuments.of(CORPUS, CORPUS);
        assertThat(shown(own, "tfidf", CORPUS, "gout of the toe"))
                .containsExactlyInAnyOrder("gout of the knee", "the toe again");
        assertThat(shown(own, "random", CORPUS, "the toe again"))
                .containsExactlyInAnyOrder("gout of the toe", "gout of the thumb", "a cough");
        assertThat(own.fingerprint()).isNotEmpty();
    }

    @Test
    void aTextThatStandsInTwoDocumentsLeavesBothOut() {
        List<GoldSentence> corpus = List.of(
                sentence("a", "gout"), sentence("a", "gout once"), sentence("b", "gout"), sentence("c", "gout twice"));
        assertThat(shown(OwnDocuments.of(corpus, corpus), "tfidf", corpus, "gout"))
                .containsExactly("gout twice");
    }

    @Test
    void documentsThatOnlyHaveANameInCommonAreOthers() {
        List<GoldSentence> split = List.of(sentence("a", "gout of the heel"), sentence("b", "no gout"));
        OwnDocuments own = OwnDocuments.of(split, CORPUS);
        assertThat(own).isEqualTo(OwnDocuments.NONE);
        assertThat(own.fingerprint()).isEmpty();
        assertThat(shown(own, "tfidf", CORPUS, "gout of the heel")).contains("gout of the toe", "gout of the knee");
    }
}
