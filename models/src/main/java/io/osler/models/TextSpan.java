package io.osler.models;

import java.util.Comparator;

/**
 * Half-open {@code [begin, end)} in UTF-16 code units of a text exactly as it was handed in.
 *
 * @param begin index of the first unit, at least 0
 * @param end   index after the last unit, at least {@code begin}
 */
public record TextSpan(int begin, int end) implements Comparable<TextSpan> {
    private static final Comparator<TextSpan> ORDER =
            Comparator.comparingInt(TextSpan::begin).thenComparingInt(TextSpan::end);

    public TextSpan {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("span is [%d, %d), expected 0 <= begin <= end".formatted(begin, end));
        }
    }

    public int length() {
        return end - begin;
    }

    public boolean overlaps(TextSpan other) {
        return begin < other.end && other.begin < end;
    }

    /** The part of {@code text} this span names. */
    public String in(String text) {
        return text.substring(begin, end);
    }

    @Override
    public int compareTo(TextSpan other) {
        return ORDER.compare(this, other);
    }
}
