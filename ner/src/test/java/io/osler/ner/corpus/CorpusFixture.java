package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.util.List;

/** Invented documents. */
final class CorpusFixture {
    private CorpusFixture() {}

    /** A pair of units, a combining mark, a gap, an overlap, several concepts, two passages, three sentences. */
    static CorpusDocument rich() {
        String text = "Red 😀 eye and ear. Naïve fever, left and right knee pain. No gout.";
        return new CorpusDocument(
                "rich",
                text,
                List.of(
                        new Passage("title", spanOf(text, "Red 😀 eye and ear.")),
                        new Passage("abstract", span(text, "Naïve", "gout."))),
                List.of(spanOf(text, "Red 😀 eye and ear."), span(text, "Naïve", "pain."), spanOf(text, "No gout.")),
                List.of(
                        new CorpusMention(
                                List.of(spanOf(text, "Red 😀"), spanOf(text, "ear")),
                                "Disease",
                                List.of("D1", "D2+OMIM:3")),
                        CorpusMention.of(0, text.indexOf(" and"), "Disease", "D1"),
                        mention(text, "fever", "Sign"),
                        mention(text, "gout", "Disease")));
    }

    /** What PubTator and BioC can say too: every mention in one piece, apart from others. */
    static CorpusDocument plain(String id) {
        String text = "Red 😀 eye. Fever and gout.";
        return new CorpusDocument(
                id,
                text,
                List.of(
                        new Passage("title", spanOf(text, "Red 😀 eye.")),
                        new Passage("abstract", spanOf(text, "Fever and gout."))),
                List.of(),
                List.of(
                        new CorpusMention(List.of(spanOf(text, "eye")), "Part", List.of()),
                        new CorpusMention(List.of(spanOf(text, "gout")), "Disease", List.of("D1", "D2+D3"))));
    }

    static CorpusMention mention(String text, String words, String type, String... concepts) {
        return new CorpusMention(List.of(spanOf(text, words)), type, List.of(concepts));
    }

    static TextSpan spanOf(String text, String words) {
        int begin = text.indexOf(words);
        return new TextSpan(begin, begin + words.length());
    }

    private static TextSpan span(String text, String first, String last) {
        return new TextSpan(text.indexOf(first), text.lastIndexOf(last) + last.length());
    }
}
