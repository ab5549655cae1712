package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevenshteinTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', '', 2, 0",
                "a, '', 2, 1",
                "'', abc, 2, 3",
                "kitten, sitting, 3, 3",
                "kitten, sitting, 2, 3",
                "ab, ba, 2, 2",
                "abc, abc, 0, 0",
                "abc, abd, 0, 1"
            })
    void knownDistances(String a, String b, int max, int distance) {
        assertThat(Levenshtein.bounded(a, b, max)).isEqualTo(distance);
    }

    @Test
    void agreesWithTheWholeTable() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            String a = letters(random);
            String b = letters(random);
            int max = random.nextInt(4);
            assertThat(Levenshtein.bounded(a, b, max))
                    .as("%s %s %d", a, b, max)
                    .isEqualTo(Math.min(plain(a, b), max + 1));
        }
    }

    private static String letters(SplittableRandom random) {
        StringBuilder letters = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            letters.append((char) ('a' + random.nextInt(3)));
        }
        return letters.toString();
    }

    /** Wagner and Fischer's table. */
    static int plain(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                } else {
                    int changed = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    table[i][j] = Math.min(changed, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
                }
            }
        }
        return table[a.length()][b.length()];
    }
}
