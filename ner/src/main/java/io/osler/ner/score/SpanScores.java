package io.osler.ner.score;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Precision and recall of found mentions, counted over all texts together.
 *
 * @param gold         mentions annotated
 * @param found        mentions found
 * @param goldMatched  annotated ones that were found
 * @param foundMatched found ones that are annotated
 */
public record SpanScores(int gold, int found, int goldMatched, int foundMatched) {
    public static final SpanScores NONE = new SpanScores(0, 0, 0, 0);

    /** Same begin, end and type. */
    public static SpanScores strict(List<Mention> gold, List<Mention> found) {
        return count(
                gold, found, (a, b) -> a.span().equals(b.span()) && a.type().equals(b.type()));
    }

    /** Overlap and same type: the share of found ones that touch a gold one, and of gold ones that are touched. */
    public static SpanScores relaxed(List<Mention> gold, List<Mention> found) {
        return count(
                gold, found, (a, b) -> a.span().overlaps(b.span()) && a.type().equals(b.type()));
    }

    /** Same words without case and same type, wherever they stand; each pair counts once for a text. */
    public static SpanScores set(AnnotatedText gold, List<Mention> found) {
        Set<String> annotated = words(gold.text(), gold.mentions());
        Set<String> named = words(gold.text(), found);
        int both = (int) named.stream().filter(annotated::contains).count();
        return new SpanScores(annotated.size(), named.size(), both, both);
    }

    private static Set<String> words(String text, List<Mention> mentions) {
        return mentions.stream()
                .map(mention -> mention.type() + "\n" + mention.span().in(text).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    public SpanScores plus(SpanScores other) {
        return new SpanScores(
                gold + other.gold,
                found + other.found,
                goldMatched + other.goldMatched,
                foundMatched + other.foundMatched);
    }

    /** Share of found mentions that are right; 1 when nothing was found. */
    public double precision() {
        return found == 0 ? 1 : (double) foundMatched / found;
    }

    /** Share of annotated mentions that were found; 1 when nothing is annotated. */
    public double recall() {
        return gold == 0 ? 1 : (double) goldMatched / gold;
    }

    /** Harmonic mean; 1 where nothing is annotated and nothing was found. */
    public double f1() {
        double sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    private static SpanScores count(List<Mention> gold, List<Mention> found, BiPredicate<Mention, Mention> same) {
        List<Mention> distinct = found.stream()
                .map(mention -> new Mention(mention.span(), mention.type(), 1))
                .distinct()
                .toList();
        int goldMatched = matched(gold, distinct, same);
        int foundMatched = matched(distinct, gold, same);
        return new SpanScores(gold.size(), distinct.size(), goldMatched, foundMatched);
    }

    private static int matched(List<Mention> these, List<Mention> those, BiPredicate<Mention, Mention> same) {
        return (int) these.stream()
                .filter(one -> those.stream().anyMatch(other -> same.test(one, other)))
                .count();
    }
}
