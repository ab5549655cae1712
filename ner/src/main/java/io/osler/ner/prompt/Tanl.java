package io.osler.ner.prompt;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;

/**
 * TANL: a text written again with its mentions marked, {@code The [ fever | problem ] fell.} Everything outside the
 * marks stays as it is, byte for byte.
 *
 * @see <a href="https://arxiv.org/abs/2101.05779">Paolini et al. 2021, Structured Prediction as Translation</a>
 */
public final class Tanl {
    private Tanl() {}

    /** @throws IllegalArgumentException when the text holds one of the marks: choose others */
    public static String encode(AnnotatedText annotated, Marks marks) {
        String text = annotated.text();
        requireFree(text, marks);
        StringBuilder out =
                new StringBuilder(text.length() + 32 * annotated.mentions().size());
        int at = 0;
        for (Mention mention : annotated.mentions()) {
            out.append(text, at, mention.span().begin()).append(marks.open()).append(' ');
            out.append(mention.span().in(text));
            out.append(' ').append(marks.bar()).append(' ').append(mention.type());
            out.append(' ').append(marks.close());
            at = mention.span().end();
        }
        return out.append(text, at, text.length()).toString();
    }

    /**
     * The inverse of {@link #encode}, for text that follows the format exactly.
     *
     * @throws IllegalArgumentException with the offset where it does not
     */
    public static AnnotatedText decode(String marked, Marks marks) {
        StringBuilder text = new StringBuilder(marked.length());
        List<Mention> mentions = new ArrayList<>();
        String open = marks.open() + " ";
        String bar = " " + marks.bar() + " ";
        String close = " " + marks.close();
        int at = 0;
        for (int begin = marked.indexOf(open); begin >= 0; begin = marked.indexOf(open, at)) {
            int barAt = marked.indexOf(bar, begin + open.length());
            int closeAt = barAt < 0 ? -1 : marked.indexOf(close, barAt + bar.length());
            if (closeAt < 0) {
                throw new IllegalArgumentException("the mark opened at %d is never closed".formatted(begin));
            }
            text.append(marked, at, begin);
            int mentionBegin = text.length();
            text.append(marked, begin + open.length(), barAt);
            mentions.add(Mention.gold(mentionBegin, text.length(), marked.substring(barAt + bar.length(), closeAt)));
            at = closeAt + close.length();
        }
        text.append(marked, at, marked.length());
        return new AnnotatedText(text.toString(), mentions);
    }

    private static void requireFree(String text, Marks marks) {
        if (text.contains(marks.open()) || text.contains(marks.bar()) || text.contains(marks.close())) {
            throw new IllegalArgumentException(
                    "a text of %d characters holds the marks %s themselves, expected marks that it does not use"
                            .formatted(text.length(), marks));
        }
    }
}
