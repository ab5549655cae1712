package io.osler.ner.evidence;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.WordCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What annotated sentences say of strings and words: how often each stands, and how often people annotated it. Counts of
 * a part can be taken out again, so that a sentence is judged by other documents than its own.
 *
 * @param labels  of the task
 * @param strings that were annotated, as {@link SpanWords#run} joins them: how often each stands, then how often it was
 *                annotated with each label
 * @param begins  how often a word begins a mention of each label
 * @param inside  how often a word stands in a mention of each label
 */
public record PoolCounts(List<String> labels, Map<String, int[]> strings, WordCounts begins, WordCounts inside) {
    /** Strings annotated less often than this, of the times they stand, are no candidates. */
    private static final double STRING_MIN = 0.1;

    /** Words less often in mentions than this do not make a candidate of a run that was never annotated. */
    private static final double WORD_MIN = 0.3;

    static PoolCounts of(List<String> labels, List<AnnotatedText> sentences) {
        Map<String, int[]> strings = annotated(labels, sentences);
        addOccurrences(strings, sentences);
        return counted(labels, strings, sentences);
    }

    /** As if {@code part} of the sentences that were counted had not been there. */
    PoolCounts without(List<AnnotatedText> part) {
        Map<String, int[]> less = annotated(labels, part);
        strings.keySet().forEach(run -> less.computeIfAbsent(run, _ -> new int[1 + labels.size()]));
        addOccurrences(less, part);
        Map<String, int[]> rest = new HashMap<>();
        strings.forEach((run, all) -> {
            int[] left = all.clone();
            int annotations = 0;
            for (int i = 0; i < left.length; i++) {
                left[i] -= less.get(run)[i];
                annotations += i == 0 ? 0 : left[i];
            }
            // That it stands there unannotated would tell that the part annotates it.
            if (annotations > 0) {
                rest.put(run, left);
            }
        });
        PoolCounts own = counted(labels, Map.of(), part);
        return new PoolCounts(labels, rest, begins.without(own.begins), inside.without(own.inside));
    }

    private static Map<String, int[]> annotated(List<String> labels, List<AnnotatedText> sentences) {
        Map<String, int[]> strings = new HashMap<>();
        for (AnnotatedText sentence : sentences) {
            SpanWords words = SpanWords.of(sentence.text());
            for (Mention mention : sentence.mentions()) {
                String run = words.run(words.first(mention.span()), words.end(mention.span()));
                strings.computeIfAbsent(run, _ -> new int[1 + labels.size()])[1 + labels.indexOf(mention.type())]++;
            }
        }
        return strings;
    }

    private static void addOccurrences(Map<String, int[]> strings, List<AnnotatedText> sentences) {
        for (AnnotatedText sentence : sentences) {
            SpanWords words = SpanWords.of(sentence.text());
            for (int begin = 0; begin < words.count(); begin++) {
                for (int end = begin + 1; end <= Math.min(words.count(), begin + SpanWords.RUN_MAX); end++) {
                    int[] of = strings.get(words.run(begin, end));
                    if (of != null) {
                        of[0]++;
                    }
                }
            }
        }
    }

    private static PoolCounts counted(List<String> labels, Map<String, int[]> strings, List<AnnotatedText> sentences) {
        WordCounts begins = new WordCounts(labels.size());
        WordCounts inside = new WordCounts(labels.size());
        for (AnnotatedText sentence : sentences) {
            SpanWords words = SpanWords.of(sentence.text());
            int[] begun = new int[words.count()];
            int[] covered = new int[words.count()];
            for (Mention mention : sentence.mentions()) {
                int label = 1 + labels.indexOf(mention.type());
                begun[words.first(mention.span())] = label;
                for (int word = words.first(mention.span()); word < words.end(mention.span()); word++) {
                    covered[word] = label;
                }
            }
            for (int word = 0; word < words.count(); word++) {
                begins.add(words.texts().get(word), begun[word] - 1);
                inside.add(words.texts().get(word), covered[word] - 1);
            }
        }
        return new PoolCounts(labels, strings, begins, inside);
    }

    int occurrences(String run) {
        int[] of = strings.get(run);
        return of == null ? 0 : of[0];
    }

    int annotations(String run, int label) {
        int[] of = strings.get(run);
        return of == null ? 0 : of[1 + label];
    }

    /** Share of a string's occurrences that are annotated with a label, at most 1; 0 where it never was. */
    double share(String run, int label) {
        int annotations = annotations(run, label);
        return annotations == 0 ? 0 : Math.min(1, (double) annotations / Math.max(1, occurrences(run)));
    }

    /** Annotated strings where they stand in a sentence, overlapping ones too; confidence is their share. */
    List<Mention> matches(SpanWords words) {
        List<Mention> matches = new ArrayList<>();
        for (int begin = 0; begin < words.count(); begin++) {
            for (int end = begin + 1; end <= Math.min(words.count(), begin + SpanWords.RUN_MAX); end++) {
                String run = words.run(begin, end);
                for (int label = 0; label < labels.size(); label++) {
                    double share = share(run, label);
                    if (share >= STRING_MIN) {
                        matches.add(new Mention(words.span(begin, end), labels.get(label), share));
                    }
                }
            }
        }
        return matches;
    }

    /** Longest runs of words that often stand in mentions of a label; confidence is the least share among them. */
    List<Mention> likelyRuns(SpanWords words) {
        List<Mention> runs = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            int begin = 0;
            while (begin < words.count()) {
                int end = begin;
                double least = 1;
                while (end < words.count() && inside.share(words.texts().get(end), label) >= WORD_MIN) {
                    least = Math.min(least, inside.share(words.texts().get(end), label));
                    end++;
                }
                if (end > begin) {
                    runs.add(new Mention(words.span(begin, end), labels.get(label), least));
                }
                begin = Math.max(end, begin + 1);
            }
        }
        return runs;
    }
}
