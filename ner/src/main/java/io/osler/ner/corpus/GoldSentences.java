package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.text.Flattened;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents cut into sentences, as models read them: where the corpus says, else where {@link SentenceSplitter} says,
 * passage by passage. Headings stay: their mentions count too.
 *
 * @param sentences in order
 * @param tally     what reading met, and the mentions that no sentence holds
 */
public record GoldSentences(List<GoldSentence> sentences, ReadTally tally) {
    public GoldSentences {
        sentences = List.copyOf(sentences);
    }

    /**
     * @param corpus read with mentions apart ({@link ReadOptions#separate})
     * @throws IllegalArgumentException when mentions overlap or have gaps
     */
    public static GoldSentences of(Corpus corpus) {
        List<GoldSentence> all = new ArrayList<>();
        ReadTally.Counter counter = new ReadTally.Counter();
        for (CorpusDocument document : corpus.documents()) {
            add(document, all, counter);
        }
        return new GoldSentences(all, corpus.tally().plus(counter.tally()));
    }

    /** Reads for tasks and cuts, in one step. */
    public static GoldSentences read(Path place, ReadOptions options) {
        return of(Corpora.read(place, options));
    }

    /** What examples are taken from. */
    public List<AnnotatedText> texts() {
        return sentences.stream().map(GoldSentence::gold).toList();
    }

    private static void add(CorpusDocument document, List<GoldSentence> all, ReadTally.Counter counter) {
        AnnotatedText gold = document.annotatedText();
        List<TextSpan> spans = spans(document);
        int held = 0;
        for (int i = 0; i < spans.size(); i++) {
            TextSpan span = spans.get(i);
            Flattened flat = Flattened.of(document.text(), span);
            if (flat.text().isEmpty()) {
                continue;
            }
            List<Mention> mentions = gold.mentions().stream()
                    .filter(mention -> mention.span().begin() >= span.begin()
                            && mention.span().end() <= span.end())
                    .map(mention -> new Mention(
                            flat.inFlat(withoutWhiteEnds(document.text(), mention.span())), mention.type(), 1))
                    .toList();
            held += mentions.size();
            String id = spans.size() == 1 ? document.id() : "%s.%d".formatted(document.id(), i + 1);
            all.add(new GoldSentence(id, document.id(), new AnnotatedText(flat.text(), mentions)));
        }
        for (int lost = document.mentions().size() - held; lost > 0; lost--) {
            counter.met(Irregularity.CROSSES_SENTENCES);
        }
    }

    /** On one line a sentence keeps single spaces between words; some annotators mark one that follows the words. */
    private static TextSpan withoutWhiteEnds(String text, TextSpan span) {
        int begin = span.begin();
        int end = span.end();
        while (begin < end && isWhite(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isWhite(text.charAt(end - 1))) {
            end--;
        }
        return begin == end ? span : new TextSpan(begin, end);
    }

    private static boolean isWhite(char unit) {
        return Character.isWhitespace(unit)
                || Character.isSpaceChar(unit)
                || Character.isISOControl(unit)
                || unit == '\u200B'
                || unit == '\uFEFF';
    }

    private static List<TextSpan> spans(CorpusDocument document) {
        if (!document.sentences().isEmpty()) {
            return document.sentences();
        }
        List<TextSpan> parts = document.passages().isEmpty()
                ? List.of(new TextSpan(0, document.text().length()))
                : document.passages().stream().map(Passage::span).toList();
        return parts.stream().flatMap(part -> split(document.text(), part)).toList();
    }

    private static Stream<TextSpan> split(String text, TextSpan part) {
        return new SentenceSplitter()
                .split(part.in(text)).stream()
                        .map(Sentence::span)
                        .map(span -> new TextSpan(part.begin() + span.begin(), part.begin() + span.end()));
    }
}
