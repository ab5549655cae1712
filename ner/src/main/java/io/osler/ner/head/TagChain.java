package io.osler.ner.head;

import io.osler.ner.head.TagSet.WordRun;
import java.util.Arrays;

/**
 * Which tags follow which, learnt from counts, and what that makes of a head's scores: the likeliest sequence of tags
 * (Viterbi) and the probability of a single mention (forward and backward sums over all sequences). A tag that may not
 * follow another never does. Immutable.
 *
 * <p>The score of a sequence is the sum of the words' log-probabilities and of {@code weight * log(p(tag | before) /
 * p(tag))}: what the tag before adds to what the head, which sees the neighbours too, knows already.
 */
final class TagChain {
    /** Added to each count of two tags, so that what was not seen is only unlikely. */
    private static final double SMOOTHING = 0.5;

    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final double[][] steps;

    private TagChain(double[][] steps) {
        this.steps = steps;
    }

    /** @param steps {@code [before][tag]}, as {@link #steps()} tells them */
    static TagChain of(TagSet set, float[][] steps) {
        double[][] all = new double[set.size()][set.size()];
        for (int before = 0; before < all.length; before++) {
            for (int tag = 0; tag < all.length; tag++) {
                all[before][tag] = TagSet.mayFollow(before, tag) ? steps[before][tag] : NEVER;
            }
        }
        return new TagChain(all);
    }

    /** Counts what follows what in annotated sentences. */
    static TagChain counted(TagSet set, Iterable<int[]> sentences, double weight) {
        double[][] counts = new double[set.size()][set.size()];
        for (double[] row : counts) {
            Arrays.fill(row, SMOOTHING);
        }
        for (int[] tags : sentences) {
            for (int i = 1; i < tags.length; i++) {
                counts[tags[i - 1]][tags[i]]++;
            }
        }
        double[] of = new double[set.size()];
        for (double[] row : counts) {
            for (int tag = 0; tag < of.length; tag++) {
                of[tag] += row[tag];
            }
        }
        double all = Arrays.stream(of).sum();
        float[][] steps = new float[set.size()][set.size()];
        for (int before = 0; before < steps.length; before++) {
            double row = Arrays.stream(counts[before]).sum();
            for (int tag = 0; tag < steps.length; tag++) {
                steps[before][tag] = (float) (weight * Math.log(counts[before][tag] / row / (of[tag] / all)));
            }
        }
        return of(set, steps);
    }

    /** What {@link #of} takes; 0 for what never follows. */
    float[][] steps() {
        float[][] all = new float[steps.length][steps.length];
        for (int before = 0; before < all.length; before++) {
            for (int tag = 0; tag < all.length; tag++) {
                all[before][tag] = steps[before][tag] == NEVER ? 0 : (float) steps[before][tag];
            }
        }
        return all;
    }

    /**
     * The likeliest tags.
     *
     * @param scores {@code [word][tag]} log-probabilities
     */
    int[] best(float[][] scores) {
        int words = scores.length;
        int[] tags = new int[words];
        if (words == 0) {
            return tags;
        }
        int[][] from = new int[words][];
        double[] sums = first(scores[0]);
        for (int word = 1; word < words; word++) {
            double[] next = new double[sums.length];
            from[word] = new int[sums.length];
            for (int tag = 0; tag < next.length; tag++) {
                int before = 0;
                for (int other = 1; other < sums.length; other++) {
                    if (sums[other] + steps[other][tag] > sums[before] + steps[before][tag]) {
                        before = other;
                    }
                }
                from[word][tag] = before;
                next[tag] = sums[before] + steps[before][tag] + scores[word][tag];
            }
            sums = next;
        }
        for (int tag = 1; tag < sums.length; tag++) {
            if (sums[tag] > sums[tags[words - 1]]) {
                tags[words - 1] = tag;
            }
        }
        for (int word = words - 1; word > 0; word--) {
            tags[word - 1] = from[word][tags[word]];
        }
        return tags;
    }

    /** Sums over all sequences, asked for mentions. */
    Sums sums(float[][] scores) {
        int words = scores.length;
        double[][] until = new double[words][];
        double[][] behind = new double[words][];
        for (int word = 0; word < words; word++) {
            until[word] = word == 0 ? first(scores[0]) : forward(until[word - 1], scores[word]);
        }
        for (int word = words - 1; word >= 0; word--) {
            behind[word] = word == words - 1 ? new double[steps.length] : backward(behind[word + 1], scores[word + 1]);
        }
        return new Sums(scores, until, behind);
    }

    /** Log-sums of a text: {@code until} a word, it included, and {@code behind} it. */
    final class Sums {
        private final float[][] scores;
        private final double[][] until;
        private final double[][] behind;

        private Sums(float[][] scores, double[][] until, double[][] behind) {
            this.scores = scores;
            this.until = until;
            this.behind = behind;
        }

        /** The log-odds that exactly these words are a mention of this label. */
        double logOdds(WordRun run) {
            double probability = Math.clamp(Math.exp(log(run) - logSum(until[until.length - 1])), 1e-9, 1 - 1e-9);
            return Math.log(probability / (1 - probability));
        }

        /** The log-probability of these tags of all words among all sequences of tags; 0 where there is no word. */
        double logProbability(int[] tags) {
            if (tags.length == 0) {
                return 0;
            }
            double sum = first(scores[0])[tags[0]];
            for (int word = 1; word < tags.length; word++) {
                sum += steps[tags[word - 1]][tags[word]] + scores[word][tags[word]];
            }
            return Math.min(0, sum - logSum(until[until.length - 1]));
        }

        private double log(WordRun run) {
            int inside = TagSet.inside(run.label());
            double sum = until[run.begin()][TagSet.begin(run.label())];
            int last = TagSet.begin(run.label());
            for (int word = run.begin() + 1; word < run.end(); word++) {
                sum += steps[last][inside] + scores[word][inside];
                last = inside;
            }
            if (run.end() == scores.length) {
                return sum;
            }
            double[] next = new double[steps.length];
            for (int tag = 0; tag < next.length; tag++) {
                next[tag] = tag == inside ? NEVER : steps[last][tag] + scores[run.end()][tag] + behind[run.end()][tag];
            }
            return sum + logSum(next);
        }
    }

    private double[] first(float[] scores) {
        double[] sums = new double[scores.length];
        for (int tag = 0; tag < sums.length; tag++) {
            sums[tag] = TagSet.mayFollow(TagSet.OUTSIDE, tag) ? scores[tag] : NEVER;
        }
        return sums;
    }

    private double[] forward(double[] until, float[] scores) {
        double[] next = new double[until.length];
        double[] terms = new double[until.length];
        for (int tag = 0; tag < next.length; tag++) {
            for (int before = 0; before < terms.length; before++) {
                terms[before] = until[before] + steps[before][tag];
            }
            next[tag] = logSum(terms) + scores[tag];
        }
        return next;
    }

    private double[] backward(double[] behind, float[] scores) {
        double[] previous = new double[behind.length];
        double[] terms = new double[behind.length];
        for (int before = 0; before < previous.length; before++) {
            for (int tag = 0; tag < terms.length; tag++) {
                terms[tag] = steps[before][tag] + scores[tag] + behind[tag];
            }
            previous[before] = logSum(terms);
        }
        return previous;
    }

    private static double logSum(double[] terms) {
        double most = NEVER;
        for (double term : terms) {
            most = Math.max(most, term);
        }
        if (most == NEVER) {
            return NEVER;
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - most);
        }
        return most + Math.log(sum);
    }
}
