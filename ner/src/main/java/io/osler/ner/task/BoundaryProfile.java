package io.osler.ner.task;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a corpus lets its mentions begin: what is done to mentions after they are found. Learned from annotations, never
 * on its own: with articles taken in, strict scores on corpora that leave them out fall by more than ten points, and the
 * other way round.
 */
public enum BoundaryProfile {
    /** Mentions stay as they were found. */
    AS_FOUND,
    /** A mention takes in the determiners directly before it, as guidelines of the i2b2 kind have it. */
    WITH_DETERMINERS;

    private static final Set<String> DETERMINERS = Set.of(
            "a", "an", "the", "his", "her", "this", "that", "these", "those", "any", "some", "your", "our", "my",
            "their", "its");

    /** By name as users write it: {@code as-found}, {@code with-determiners}. */
    public static BoundaryProfile of(String name) {
        return Arrays.stream(values())
                .filter(profile -> profile.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "boundary is '%s', expected one of %s".formatted(name, Arrays.toString(values()))));
    }

    /** What annotations show: on where more mentions begin with a determiner than leave one outside. */
    public static BoundaryProfile learned(List<AnnotatedText> annotated) {
        return DeterminerCounts.of(annotated).inside()
                        > DeterminerCounts.of(annotated).outside()
                ? WITH_DETERMINERS
                : AS_FOUND;
    }

    /**
     * What annotations do with determiners.
     *
     * @param inside  mentions that begin with one and go on
     * @param outside mentions with one directly before them
     */
    public record DeterminerCounts(int inside, int outside) {
        public static DeterminerCounts of(List<AnnotatedText> annotated) {
            int inside = 0;
            int outside = 0;
            for (AnnotatedText text : annotated) {
                List<TextSpan> words = Words.of(text.text());
                for (Mention mention : text.mentions()) {
                    List<TextSpan> own = words.stream()
                            .filter(word -> word.overlaps(mention.span()))
                            .toList();
                    inside += own.size() > 1 && isDeterminer(own.getFirst(), text.text()) ? 1 : 0;
                    outside += extended(mention, words, text.text(), 0).equals(mention) ? 0 : 1;
                }
            }
            return new DeterminerCounts(inside, outside);
        }
    }

    /**
     * @param mentions of {@code text}, sorted, not overlapping
     * @return as many, sorted, not overlapping
     */
    public List<Mention> apply(String text, List<Mention> mentions) {
        return switch (this) {
            case AS_FOUND -> mentions;
            case WITH_DETERMINERS -> {
                List<TextSpan> words = Words.of(text);
                List<Mention> extended = new ArrayList<>(mentions.size());
                int free = 0;
                for (Mention mention : mentions) {
                    extended.add(extended(mention, words, text, free));
                    free = mention.span().end();
                }
                yield extended;
            }
        };
    }

    /** The mention with the determiners before it, as far as {@code free}. */
    private static Mention extended(Mention mention, List<TextSpan> words, String text, int free) {
        int begin = mention.span().begin();
        for (int i = words.size() - 1; i >= 0; i--) {
            TextSpan word = words.get(i);
            if (word.end() > begin) {
                continue;
            }
            boolean next = text.substring(word.end(), begin).isBlank() && word.end() < begin;
            if (!next || word.begin() < free || !isDeterminer(word, text)) {
                break;
            }
            begin = word.begin();
        }
        return begin == mention.span().begin()
                ? mention
                : new Mention(new TextSpan(begin, mention.span().end()), mention.type(), mention.confidence());
    }

    private static boolean isDeterminer(TextSpan word, String text) {
        return DETERMINERS.contains(word.in(text).toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
