package io.osler.ner.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Turns indexes of one text from UTF-16 units to Unicode code points and back. Built in one pass over the text; a
 * look-up is a binary search over its surrogate pairs, of which most notes have none. Half of a pair that stands alone
 * counts as a code point of its own, as in {@link String#codePointCount}. Immutable.
 */
public final class CodePointOffsets {
    /** Units that are the second of a pair, ascending. */
    private final int[] secondUnits;

    private final int units;

    private CodePointOffsets(int[] secondUnits, int units) {
        this.secondUnits = secondUnits;
        this.units = units;
    }

    public static CodePointOffsets of(String text) {
        int[] secondUnits = IntStream.range(1, text.length())
                .filter(i -> Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)))
                .toArray();
        return new CodePointOffsets(secondUnits, text.length());
    }

    /** Length of the text in code points. */
    public int codePoints() {
        return units - secondUnits.length;
    }

    /** Code points before the {@code unit}-th UTF-16 unit; refuses to cut a pair. */
    public int toCodePoints(int unit) {
        if (unit < 0 || unit > units) {
            throw new IllegalArgumentException("offset is %d, expected 0 to %d".formatted(unit, units));
        }
        int found = Arrays.binarySearch(secondUnits, unit);
        if (found >= 0) {
            throw new IllegalArgumentException(
                    "offset %d lies between the two units of one character, expected it before or after"
                            .formatted(unit));
        }
        return unit - (-found - 1);
    }

    /** UTF-16 units before the {@code codePoint}-th code point. */
    public int toUtf16(int codePoint) {
        if (codePoint < 0 || codePoint > codePoints()) {
            throw new IllegalArgumentException("offset is %d, expected 0 to %d".formatted(codePoint, codePoints()));
        }
        int low = 0;
        int high = secondUnits.length; // the pairs in [0, low) lie before, those in [high, length) do not
        while (low < high) {
            int pair = (low + high) >>> 1;
            if (secondUnits[pair] - pair <= codePoint) {
                low = pair + 1;
            } else {
                high = pair;
            }
        }
        return codePoint + low;
    }
}
