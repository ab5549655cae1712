package io.osler.ner.prompt;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds where listed mentions stand. A list goes through the sentence in order: of all choices of one occurrence for each
 * item, rising and without overlap, the one that places most items; among those, occurrences that lie in a longer listed
 * mention, or that another list has taken, count less, and earlier ones come first. An item that has no place in that
 * order takes its first free occurrence. What does not stand in the sentence is dropped, and counted.
 *
 * <p>An occurrence is literal and at word borders; only where there is none, within words; only then with case and white
 * space ignored.
 */
final class OccurrenceAligner {
    private static final int PLACED = 4;
    private static final int FREE = 1;

    private final String sentence;
    private final AnswerTally tally;
    private final List<Mention> placed = new ArrayList<>();

    private OccurrenceAligner(String sentence, AnswerTally tally) {
        this.sentence = sentence;
        this.tally = tally;
    }

    /** @param lists each in the order of the sentence, independent of each other */
    static List<Mention> placed(String sentence, List<List<ListedMention>> lists, AnswerTally tally) {
        OccurrenceAligner aligner = new OccurrenceAligner(sentence, tally);
        Map<String, Occurrences> found = new HashMap<>();
        lists.forEach(list -> list.forEach(mention -> found.computeIfAbsent(mention.text(), aligner::occurrences)));
        lists.forEach(list -> aligner.place(
                list.stream()
                        .map(mention -> new Item(mention, found.get(mention.text())))
                        .toList(),
                found.values()));
        return aligner.placed;
    }

    /**
     * Where a text stands.
     *
     * @param spans   rising
     * @param literal whether it stands there as it was written
     */
    private record Occurrences(List<TextSpan> spans, boolean literal) {
        boolean hasWithin(TextSpan span) {
            return spans.stream()
                    .anyMatch(own ->
                            own.begin() <= span.begin() && span.end() <= own.end() && own.length() > span.length());
        }
    }

    private record Item(ListedMention mention, Occurrences found) {
        List<TextSpan> spans() {
            return found.spans();
        }
    }

    private Occurrences occurrences(String mention) {
        int[] itself = IntStream.range(0, sentence.length() + 1).toArray();
        List<TextSpan> literal = occurrences(sentence, mention, itself);
        return literal.isEmpty() ? new Occurrences(folded(mention), false) : new Occurrences(literal, true);
    }

    private void place(List<Item> list, Collection<Occurrences> all) {
        Map<TextSpan, Integer> worth = new HashMap<>();
        List<Item> items = list.stream().filter(this::isGrounded).toList();
        int[][] best = new int[items.size() + 1][sentence.length() + 2];
        for (int i = items.size() - 1; i >= 0; i--) {
            best[i] = best[i + 1].clone();
            for (TextSpan span : items.get(i).spans()) {
                int value = worth.computeIfAbsent(span, key -> worth(key, all)) + best[i + 1][span.end()];
                best[i][span.begin()] = Math.max(best[i][span.begin()], value);
            }
            for (int at = sentence.length(); at >= 0; at--) {
                best[i][at] = Math.max(best[i][at], best[i][at + 1]);
            }
        }
        List<Item> left = new ArrayList<>();
        List<Mention> own = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < items.size(); i++) {
            int from = at;
            int[] here = best[i];
            int[] behind = best[i + 1];
            List<TextSpan> good = items.get(i).spans().stream()
                    .filter(span -> span.begin() >= from
                            && worth.computeIfAbsent(span, key -> worth(key, all)) + behind[span.end()] == here[from])
                    .toList();
            if (good.isEmpty()) {
                left.add(items.get(i));
            } else {
                own.add(mention(items.get(i), good.getFirst()));
                at = good.getFirst().end();
            }
        }
        for (Item item : left) {
            Predicate<TextSpan> free =
                    span -> own.stream().noneMatch(other -> other.span().overlaps(span));
            item.spans().stream()
                    .filter(free)
                    .findFirst()
                    .ifPresentOrElse(
                            span -> {
                                tally.add(AnswerEvent.OUT_OF_ORDER);
                                own.add(mention(item, span));
                            },
                            () -> tally.add(AnswerEvent.REPEATED));
        }
        placed.addAll(own);
    }

    private boolean isGrounded(Item item) {
        if (item.spans().isEmpty()) {
            tally.add(AnswerEvent.UNGROUNDED);
        }
        return !item.spans().isEmpty();
    }

    private int worth(TextSpan span, Collection<Occurrences> all) {
        boolean taken = placed.stream().anyMatch(other -> other.span().overlaps(span))
                || all.stream().anyMatch(found -> found.hasWithin(span));
        return taken ? PLACED : PLACED + FREE;
    }

    private Mention mention(Item item, TextSpan span) {
        if (!item.found().literal()) {
            tally.add(AnswerEvent.FUZZY);
        }
        return new Mention(span, item.mention().label(), item.mention().confidence());
    }

    /** Case and white space ignored. */
    private List<TextSpan> folded(String mention) {
        StringBuilder folded = new StringBuilder();
        int[] origin = new int[sentence.length() + 1];
        for (int i = 0; i < sentence.length(); i++) {
            if (!Character.isWhitespace(sentence.charAt(i))) {
                origin[folded.length()] = i;
                folded.append(folded(sentence.charAt(i)));
            }
        }
        StringBuilder wanted = new StringBuilder();
        mention.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> wanted.append(folded((char) c)));
        return occurrences(folded.toString(), wanted.toString(), origin);
    }

    private static char folded(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /**
     * Those at word borders, or else all.
     *
     * @param origin where each unit of {@code text} stands in the sentence
     */
    private List<TextSpan> occurrences(String text, String mention, int[] origin) {
        List<TextSpan> all = new ArrayList<>();
        for (int at = text.indexOf(mention); !mention.isEmpty() && at >= 0; at = text.indexOf(mention, at + 1)) {
            all.add(new TextSpan(origin[at], origin[at + mention.length() - 1] + 1));
        }
        List<TextSpan> bordered = all.stream()
                .filter(span -> isBorder(span.begin()) && isBorder(span.end()))
                .toList();
        return bordered.isEmpty() ? all : bordered;
    }

    /** Whether no word goes on over {@code at}. */
    private boolean isBorder(int at) {
        return at == 0
                || at == sentence.length()
                || !Character.isLetterOrDigit(sentence.codePointBefore(at))
                || !Character.isLetterOrDigit(sentence.codePointAt(at));
    }
}
