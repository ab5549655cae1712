package io.osler.ner.head;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.detect.PoolStrings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What annotated sentences, and a dictionary, say of the words of another sentence: inputs of a head beside hidden states.
 * For each label, whether a word lies in a string that was annotated and what share of its occurrences was; how often the
 * word itself stood in a mention; whether a dictionary's name covers it. And whether the word was never seen.
 *
 * <p>Of its own training sentences it knows too much: features of those must come from {@link #of} of the others.
 */
final class Evidence {
    private static final int PER_LABEL = 3;
    private static final int PER_LABEL_OF_NAMES = 2;
    /** Of a word never seen: the usual share of words in mentions. */
    private static final double UNSEEN_SHARE = 0.07;

    private final TagSet tags;
    private final PoolStrings strings;
    private final Map<String, int[]> words;
    private final Optional<MentionDetector> names;
    private final PoolDictionaryDetector pool;

    /**
     * @param words for each word in lower case how often it stands, then how often in a mention of each label
     * @param names a dictionary's names with types that are labels
     */
    Evidence(TagSet tags, PoolStrings strings, Map<String, int[]> words, Optional<MentionDetector> names) {
        this.tags = tags;
        this.strings = strings;
        this.words = words;
        this.names = names;
        this.pool = new PoolDictionaryDetector(strings);
    }

    static Evidence of(TagSet tags, List<AnnotatedText> sentences, Optional<MentionDetector> names) {
        Map<String, int[]> words = new HashMap<>();
        for (AnnotatedText sentence : sentences) {
            List<TextSpan> spans = HeadWords.of(sentence.text());
            int[] of = tags.of(spans, sentence.mentions());
            for (int i = 0; i < of.length; i++) {
                int[] counts = words.computeIfAbsent(
                        key(sentence.text(), spans.get(i)),
                        _ -> new int[1 + tags.labels().size()]);
                counts[0]++;
                if (of[i] != TagSet.OUTSIDE) {
                    counts[1 + TagSet.label(of[i])]++;
                }
            }
        }
        return new Evidence(tags, PoolStrings.of(sentences), words, names);
    }

    static int width(TagSet tags, boolean names) {
        return 1 + tags.labels().size() * (PER_LABEL + (names ? PER_LABEL_OF_NAMES : 0));
    }

    PoolStrings strings() {
        return strings;
    }

    Map<String, int[]> words() {
        return words;
    }

    boolean asksNames() {
        return names.isPresent();
    }

    /** @return {@code [word][width]} */
    float[][] features(String sentence, List<TextSpan> spans) {
        int labels = tags.labels().size();
        float[][] features = new float[spans.size()][width(tags, names.isPresent())];
        for (int word = 0; word < features.length; word++) {
            int[] counts = words.get(key(sentence, spans.get(word)));
            features[word][0] = counts == null ? 1 : 0;
            for (int label = 0; label < labels; label++) {
                features[word][1 + PER_LABEL * label] = prior(counts, label);
            }
        }
        mark(pool.detect(sentence), spans, features, 2, PER_LABEL);
        names.ifPresent(
                them -> mark(them.detect(sentence), spans, features, 1 + PER_LABEL * labels, PER_LABEL_OF_NAMES));
        return features;
    }

    private static float prior(int[] counts, int label) {
        double share = counts == null ? UNSEEN_SHARE : (counts[1 + label] + 0.1) / (counts[0] + 1.5);
        return (float) (Math.log(share / (1 - share)) / 3);
    }

    /** The share at every word of a match, and 1 at its first. */
    private void mark(List<Mention> matches, List<TextSpan> spans, float[][] features, int from, int perLabel) {
        int word = 0;
        for (Mention match : matches) {
            int at = from + perLabel * tags.labels().indexOf(match.type());
            while (word < spans.size() && spans.get(word).end() <= match.span().begin()) {
                word++;
            }
            for (int first = word;
                    word < spans.size()
                            && spans.get(word).begin() < match.span().end();
                    word++) {
                features[word][at] = (float) match.confidence();
                features[word][at + 1] = word == first ? 1 : 0;
            }
        }
    }

    private static String key(String sentence, TextSpan word) {
        return word.in(sentence).toLowerCase(Locale.ROOT);
    }
}
