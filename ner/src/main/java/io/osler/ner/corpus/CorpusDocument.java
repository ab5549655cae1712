package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.Comparator;
import java.util.List;

/**
 * A text with what people annotated in it.
 *
 * @param id        names it among the documents of its corpus
 * @param text      as it was written; all spans count its UTF-16 units
 * @param passages  ascending, apart; none where the corpus names no parts
 * @param sentences ascending, apart; none where the corpus does not say where they begin and end
 * @param mentions  by where they begin, then by where they end, longest first; may overlap
 */
public record CorpusDocument(
        String id, String text, List<Passage> passages, List<TextSpan> sentences, List<CorpusMention> mentions) {
    private static final Comparator<CorpusMention> ORDER = Comparator.comparingInt(
                    (CorpusMention mention) -> mention.cover().begin())
            .thenComparingInt(mention -> -mention.cover().end())
            .thenComparing(CorpusMention::type)
            .thenComparing(mention -> mention.spans().toString());

    public CorpusDocument {
        passages = List.copyOf(passages);
        sentences = List.copyOf(sentences);
        mentions = mentions.stream().sorted(ORDER).toList();
        requireApart(id, "passage", passages.stream().map(Passage::span).toList(), text.length());
        requireApart(id, "sentence", sentences, text.length());
        for (CorpusMention mention : mentions) {
            if (mention.cover().end() > text.length()) {
                throw new IllegalArgumentException("document %s: a mention ends at %d, the text at %d"
                        .formatted(id, mention.cover().end(), text.length()));
            }
        }
    }

    /**
     * The text with its mentions, as tasks take them.
     *
     * @throws IllegalArgumentException when mentions overlap or have gaps; read with {@link ReadOptions#separate} they do not
     */
    public AnnotatedText annotatedText() {
        return new AnnotatedText(text, mentions.stream().map(this::mention).toList());
    }

    private Mention mention(CorpusMention mention) {
        if (mention.discontinuous()) {
            throw new IllegalArgumentException(
                    "document %s: a mention at [%d, %d) has gaps, expected a corpus read with mentions apart"
                            .formatted(
                                    id, mention.cover().begin(), mention.cover().end()));
        }
        return new Mention(mention.cover(), mention.type(), 1);
    }

    private static void requireApart(String id, String what, List<TextSpan> spans, int length) {
        int end = 0;
        for (TextSpan span : spans) {
            if (span.begin() < end || span.end() > length) {
                throw new IllegalArgumentException("document %s: %s at [%d, %d), expected it between %d and %d"
                        .formatted(id, what, span.begin(), span.end(), end, length));
            }
            end = span.end();
        }
    }
}
