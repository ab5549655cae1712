package io.osler.ner.link;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How alike two names are by their letters: Dice's coefficient over runs of three, taken word by word with a space on
 * either side, so that the order of words does not matter.
 *
 * @see <a href="https://doi.org/10.2307/1932409">Dice 1945, Measures of the amount of ecologic association</a>
 */
final class Likeness {
    private static final int RUN = 3;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Likeness() {}

    /** From 0, nothing shared, to 1, the same words. */
    static double of(String one, String other) {
        Map<String, Integer> ones = runs(one);
        Map<String, Integer> others = runs(other);
        int shared = ones.entrySet().stream()
                .mapToInt(run -> Math.min(run.getValue(), others.getOrDefault(run.getKey(), 0)))
                .sum();
        int all = count(ones) + count(others);
        return all == 0 ? 0 : 2.0 * shared / all;
    }

    private static int count(Map<String, Integer> runs) {
        return runs.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, Integer> runs(String name) {
        Map<String, Integer> runs = new HashMap<>();
        for (String word : BETWEEN_WORDS.split(name.toLowerCase(Locale.ROOT))) {
            String padded = " " + word + " ";
            for (int i = 0; i + RUN <= padded.length(); i++) {
                runs.merge(padded.substring(i, i + RUN), 1, Integer::sum);
            }
        }
        return runs;
    }
}
