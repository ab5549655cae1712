package io.osler.kb.search;

/**
 * How many letters must be added, dropped or changed to make one text of another, up to a bound.
 *
 * @see <a href="https://doi.org/10.1016/S0019-9958(85)80046-2">Ukkonen 1985, Algorithms for approximate string matching</a>
 */
final class Levenshtein {
    private Levenshtein() {}

    /** The distance in UTF-16 units; {@code max + 1} when it is greater than {@code max}. */
    static int bounded(CharSequence a, CharSequence b, int max) {
        int n = a.length();
        int m = b.length();
        if (Math.abs(n - m) > max) {
            return max + 1;
        }
        // Only cells within max of the diagonal can be within max: row[j - i + max] is the distance of a[0..i) and
        // b[0..j).
        int[] row = new int[2 * max + 3];
        int far = max + 1;
        for (int k = 0; k < row.length; k++) {
            row[k] = k < max || k > 2 * max ? far : k - max;
        }
        for (int i = 1; i <= n; i++) {
            int least = far;
            int left = far;
            for (int k = 0; k <= 2 * max; k++) {
                int j = i + k - max;
                int cell = far;
                if (j >= 0 && j <= m) {
                    int same = j == 0 ? far : row[k] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    cell = Math.min(Math.min(same, row[k + 1] + 1), Math.min(left + 1, far));
                }
                row[k] = cell;
                left = cell;
                least = Math.min(least, cell);
            }
            if (least > max) {
                return far;
            }
        }
        return row[m - n + max];
    }
}
