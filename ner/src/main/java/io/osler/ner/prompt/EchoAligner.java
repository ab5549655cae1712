package io.osler.ner.prompt;

import io.osler.models.TextSpan;
import io.osler.ner.text.Words;
import java.util.Arrays;
import java.util.Optional;

/**
 * Carries spans of an echo, a text written again by a model, over to the text itself. An echo that differs in white space
 * alone maps character by character; any other is aligned by dynamic programming: monotone, white space and case ignored,
 * most characters first, then longest runs.
 *
 * @see <a href="https://arxiv.org/abs/2101.05779">Paolini et al. 2021</a>, who align likewise
 */
final class EchoAligner {
    /** Share of a span's characters that must have a partner. */
    static final double ALIGNED_MIN = 0.9;

    /** How much longer than in the echo a span may be. */
    static final double LENGTH_MAX = 1.2;

    /** Beyond this many pairs of characters nothing is aligned: a model does not write that much about one sentence. */
    private static final long PAIRS_MAX = 4_000_000;

    private static final int NONE = -1;
    private static final int MATCH = 4;
    private static final int RUN = 1;

    private final String echo;
    private final String text;
    private final int[] partner;
    private final boolean equal;

    /** @param text what the echo is of */
    EchoAligner(String echo, String text) {
        this.echo = echo;
        this.text = text;
        int[] own = solid(echo);
        int[] others = solid(text);
        this.partner = new int[echo.length()];
        Arrays.fill(partner, NONE);
        this.equal = sameSpacing(echo).equals(sameSpacing(text));
        if (equal) {
            for (int i = 0; i < own.length; i++) {
                partner[own[i]] = others[i];
            }
        } else {
            align(own, others);
        }
    }

    /** Whether echo and text differ in the amount of white space at most. */
    boolean isEqual() {
        return equal;
    }

    /**
     * A span of the text.
     *
     * @param literal whether it reads as in the echo, white space aside
     */
    record Projected(TextSpan span, boolean literal) {}

    /** Where a span of the echo stands in the text; empty when it does not. */
    Optional<Projected> project(TextSpan span) {
        int solid = 0;
        int aligned = 0;
        int begin = Integer.MAX_VALUE;
        int last = NONE;
        for (int i = span.begin(); i < span.end(); i++) {
            if (!Character.isWhitespace(echo.charAt(i))) {
                solid++;
                if (partner[i] != NONE) {
                    aligned++;
                    begin = Math.min(begin, partner[i]);
                    last = Math.max(last, partner[i]);
                }
            }
        }
        if (solid == 0 || aligned < ALIGNED_MIN * solid) {
            return Optional.empty();
        }
        TextSpan exact = new TextSpan(begin, last + 1);
        if (exact.length() > LENGTH_MAX * span.length()) {
            return Optional.empty();
        }
        boolean literal = sameSpacing(exact.in(text)).equals(sameSpacing(span.in(echo)));
        return Optional.of(new Projected(equal ? exact : snapped(exact), literal));
    }

    /** Out to the borders of the words it begins and ends in. */
    private TextSpan snapped(TextSpan span) {
        int begin = span.begin();
        int end = span.end();
        for (TextSpan word : Words.of(text)) {
            if (word.overlaps(span)) {
                begin = Math.min(begin, word.begin());
                end = Math.max(end, word.end());
            }
        }
        return new TextSpan(begin, end);
    }

    /** Words that are the same at both ends need no search; what is left between does. */
    private void align(int[] own, int[] others) {
        int shorter = Math.min(own.length, others.length);
        int head = 0;
        while (head < shorter && same(own[head], others[head]) && sameGap(own, head, others, head)) {
            head++;
        }
        while (head > 0 && head < own.length && !hasGap(own, head)) {
            head--;
        }
        int tail = 0;
        while (tail < shorter - head
                && same(own[own.length - 1 - tail], others[others.length - 1 - tail])
                && (tail == 0 || sameGap(own, own.length - tail, others, others.length - tail))) {
            tail++;
        }
        while (tail > 0 && tail < own.length && !hasGap(own, own.length - tail)) {
            tail--;
        }
        for (int i = 0; i < head; i++) {
            partner[own[i]] = others[i];
        }
        for (int i = 1; i <= tail; i++) {
            partner[own[own.length - i]] = others[others.length - i];
        }
        int[] a = Arrays.copyOfRange(own, head, own.length - tail);
        int[] b = Arrays.copyOfRange(others, head, others.length - tail);
        if ((long) a.length * b.length <= PAIRS_MAX) {
            alignMiddle(a, b);
        }
    }

    /** Longest common subsequence in which a pair that goes on where the last one ended counts a little more. */
    private void alignMiddle(int[] a, int[] b) {
        // paired[i][j]: best score of the rests from i and j if i and j are a pair; best[i][j]: of the rests
        int[][] paired = new int[a.length + 1][b.length + 1];
        int[][] best = new int[a.length + 1][b.length + 1];
        for (int i = a.length - 1; i >= 0; i--) {
            for (int j = b.length - 1; j >= 0; j--) {
                if (same(a[i], b[j])) {
                    int goingOn = paired[i + 1][j + 1] + run(a, i + 1, b, j + 1);
                    paired[i][j] = MATCH + Math.max(best[i + 1][j + 1], goingOn);
                }
                best[i][j] = Math.max(paired[i][j], Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        int i = 0;
        int j = 0;
        boolean running = false;
        while (i < a.length && j < b.length) {
            int bonus = running ? run(a, i, b, j) : 0;
            if (paired[i][j] > 0 && paired[i][j] + bonus >= best[i][j]) {
                partner[a[i]] = b[j];
                i++;
                j++;
                running = true;
            } else {
                if (best[i + 1][j] >= best[i][j + 1]) {
                    i++;
                } else {
                    j++;
                }
                running = false;
            }
        }
    }

    private static int run(int[] a, int i, int[] b, int j) {
        return i < a.length && j < b.length && sameGap(a, i, b, j) ? RUN : 0;
    }

    /** Whether there is white space before both or before neither. */
    private static boolean sameGap(int[] a, int i, int[] b, int j) {
        return hasGap(a, i) == hasGap(b, j);
    }

    private static boolean hasGap(int[] solid, int at) {
        return at > 0 && solid[at] > solid[at - 1] + 1;
    }

    private boolean same(int inEcho, int inText) {
        char a = echo.charAt(inEcho);
        char b = text.charAt(inText);
        return a == b || Character.toLowerCase(a) == Character.toLowerCase(b);
    }

    private static int[] solid(String text) {
        int[] solid = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                solid[count++] = i;
            }
        }
        return Arrays.copyOf(solid, count);
    }

    private static String sameSpacing(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
