package io.osler.engine.sample;

import io.osler.engine.SamplingOptions;
import io.osler.engine.plan.Logits;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws tokens from logits. One per generation: it carries the random sequence. */
public final class Sampler {
    private final SamplingOptions options;
    private final SplittableRandom random;

    public Sampler(SamplingOptions options) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
    }

    /** The next token id, drawn from one row of logits over the vocabulary. */
    public int draw(Logits logits, int row) {
        return options.isGreedy() ? logits.argmax(row) : drawFrom(logits, row);
    }

    /** Natural logarithm of a token's probability over the row, at temperature 1. */
    public static double logProbability(Logits logits, int row, int column) {
        double max = logits.at(row, logits.argmax(row));
        double sum = 0;
        for (int i = 0; i < logits.width(); i++) {
            sum += Math.exp(logits.at(row, i) - max);
        }
        return logits.at(row, column) - max - Math.log(sum);
    }

    /** Top-k, then top-p on what is left, then a draw by mass; likeliest first so that the cut is a prefix. */
    private int drawFrom(Logits logits, int row) {
        int[] kept = likeliest(logits, row);
        double max = logits.at(row, kept[0]);
        double[] mass = Arrays.stream(kept)
                .mapToDouble(id -> Math.exp((logits.at(row, id) - max) / options.temperature()))
                .toArray();
        double total = Arrays.stream(mass).sum();
        int count = 0;
        double covered = 0;
        while (count < mass.length && (count == 0 || covered < options.topP() * total)) {
            covered += mass[count++];
        }
        double point = random.nextDouble() * covered;
        int at = 0;
        while (at < count - 1 && point >= mass[at]) {
            point -= mass[at++];
        }
        return kept[at];
    }

    /** Ids by falling logit, equal ones by id. Sorted as longs, since a vocabulary has up to 262,144 entries. */
    private int[] likeliest(Logits logits, int row) {
        long[] keys = new long[logits.width()];
        for (int id = 0; id < keys.length; id++) {
            int bits = Float.floatToIntBits(logits.at(row, id));
            int rising = bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE; // unsigned order of floats
            keys[id] = ((long) ~rising << 32 | id) ^ Long.MIN_VALUE; // signed sort of an unsigned key
        }
        Arrays.sort(keys);
        int keep = options.topK() == 0 ? keys.length : Math.min(options.topK(), keys.length);
        return Arrays.stream(keys, 0, keep).mapToInt(key -> (int) key).toArray();
    }
}
