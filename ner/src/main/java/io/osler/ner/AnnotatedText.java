package io.osler.ner;

import java.util.List;

/**
 * A text with its mentions: an example, a gold sentence, or a result.
 *
 * @param text     as it was written
 * @param mentions sorted, not overlapping, each inside the text
 */
public record AnnotatedText(String text, List<Mention> mentions) {
    public AnnotatedText {
        mentions = mentions.stream().sorted().toList();
        int end = 0;
        for (Mention mention : mentions) {
            if (mention.span().begin() < end) {
                throw new IllegalArgumentException(
                        "mention at [%d, %d) overlaps the one before, which ends at %d; expected separate mentions"
                                .formatted(
                                        mention.span().begin(), mention.span().end(), end));
            }
            end = mention.span().end();
        }
        if (end > text.length()) {
            throw new IllegalArgumentException("a mention ends at %d, the text at %d".formatted(end, text.length()));
        }
    }
}
