package io.osler.ner.head;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.detect.PoolStrings;
import io.osler.ner.detect.WordCounts;
import java.util.List;
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

    private final TagSet tags;
    private final PoolStrings strings;
    private final WordCounts words;
    private final Optional<MentionDetector> names;
    private final PoolDictionaryDetector pool;

    /**
     * @param words how often each stands, and in a mention of each label
     * @param names a dictionary's names with types that are labels
     */
    Evidence(TagSet tags, PoolStrings strings, WordCounts words, Optional<MentionDetector> names) {
        this.tags = tags;
        this.strings = strings;
        this.words = words;
        this.names = names;
        this.pool = new PoolDictionaryDetector(strings);
    }

    static Evidence of(TagSet tags, List<AnnotatedText> sentences, Optional<MentionDetector> names) {
        WordCounts words = new WordCounts(tags.labels().size());
        for (AnnotatedText sentence : sentences) {
            List<TextSpan> spans = HeadWords.of(sentence.text());
            int[] of = tags.of(spans, sentence.mentions());
            for (int i = 0; i < of.length; i++) {
                words.add(spans.get(i).in(sentence.text()), of[i] == TagSet.OUTSIDE ? -1 : TagSet.label(of[i]));
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

    WordCounts words() {
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
            String text = spans.get(word).in(sentence);
            features[word][0] = words.hasSeen(text) ? 0 : 1;
            for (int label = 0; label < labels; label++) {
                features[word][1 + PER_LABEL * label] = (float) (words.logOdds(text, label) / 3);
            }
        }
        mark(pool.detect(sentence), spans, features, 2, PER_LABEL);
        names.ifPresent(
                them -> mark(them.detect(sentence), spans, features, 1 + PER_LABEL * labels, PER_LABEL_OF_NAMES));
        return features;
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
}
