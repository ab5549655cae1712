package io.osler.ner.head;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags of a label set: 0 is outside, {@code 1 + 2i} begins a mention of the label {@code i}, {@code 2 + 2i} goes on
 * with it (IOB2: Tjong Kim Sang and Veenstra, EACL 1999).
 *
 * @param labels at least one, all different
 */
public record TagSet(List<String> labels) {
    static final int OUTSIDE = 0;

    public TagSet {
        labels = List.copyOf(labels);
        if (labels.isEmpty() || labels.stream().distinct().count() < labels.size()) {
            throw new IllegalArgumentException("labels are %s, expected different ones".formatted(labels));
        }
    }

    /** How many tags there are. */
    public int size() {
        return 1 + 2 * labels.size();
    }

    static int begin(int label) {
        return 1 + 2 * label;
    }

    static int inside(int label) {
        return 2 + 2 * label;
    }

    static boolean begins(int tag) {
        return tag % 2 == 1;
    }

    /** Which label a tag other than {@link #OUTSIDE} is of. */
    static int label(int tag) {
        return (tag - 1) / 2;
    }

    /** Whether one tag may follow another; a text begins as if outside. */
    static boolean mayFollow(int before, int tag) {
        return tag == OUTSIDE || begins(tag) || (before != OUTSIDE && label(before) == label(tag));
    }

    /**
     * The tags of annotated words. A mention that begins or ends within a word takes all of the word.
     *
     * @param words    ascending, apart
     * @param mentions ascending, apart, of these labels
     */
    public int[] of(List<TextSpan> words, List<Mention> mentions) {
        int[] tags = new int[words.size()];
        int word = 0;
        for (Mention mention : mentions) {
            int label = labels.indexOf(mention.type());
            if (label < 0) {
                throw new IllegalArgumentException(
                        "a mention is of type '%s', expected one of %s".formatted(mention.type(), labels));
            }
            while (word < words.size()
                    && words.get(word).end() <= mention.span().begin()) {
                word++;
            }
            boolean first = true;
            for (;
                    word < words.size()
                            && words.get(word).begin() < mention.span().end();
                    word++) {
                tags[word] = first ? begin(label) : inside(label);
                first = false;
            }
        }
        return tags;
    }

    /** Stretches of words that tags mark. */
    List<WordRun> runs(int[] tags) {
        List<WordRun> runs = new ArrayList<>();
        for (int begin = 0; begin < tags.length; begin++) {
            if (tags[begin] != OUTSIDE) {
                int end = begin + 1;
                while (end < tags.length && tags[end] == inside(label(tags[begin]))) {
                    end++;
                }
                runs.add(new WordRun(begin, end, label(tags[begin])));
                begin = end - 1;
            }
        }
        return runs;
    }

    /**
     * Words that stand together.
     *
     * @param begin the first word
     * @param end   the word behind the last
     * @param label which label of the set
     */
    record WordRun(int begin, int end, int label) {}
}
