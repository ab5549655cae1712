package io.osler.ner.corpus;

import io.osler.ner.text.CodePointOffsets;
import java.util.Locale;
import java.util.Optional;

/** What the offsets in a file count. Files that have a place for it say so in {@link #words}. */
public enum OffsetUnit {
    /** Unicode code points: brat, Python, and every file of Osler's unless asked otherwise. */
    CODE_POINTS("unicode code points, half-open"),
    /** UTF-16 code units: Java, JavaScript, .NET. */
    UTF_16("utf-16 code units, half-open");

    private final String words;

    OffsetUnit(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** The unit that a file says it counts. */
    static Optional<OffsetUnit> said(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("code point")) {
            return Optional.of(CODE_POINTS);
        }
        return lower.contains("utf-16") || lower.contains("utf16") ? Optional.of(UTF_16) : Optional.empty();
    }

    public Ruler ruler(String text) {
        return new Ruler(text, this == UTF_16 ? null : CodePointOffsets.of(text));
    }

    /** Turns the offsets of one text from this unit to UTF-16 units and back. */
    public record Ruler(String text, CodePointOffsets codePoints) {
        /** In this unit. */
        public int length() {
            return codePoints == null ? text.length() : codePoints.codePoints();
        }

        public int toUtf16(int offset) {
            return codePoints == null ? offset : codePoints.toUtf16(offset);
        }

        public int fromUtf16(int unit) {
            return codePoints == null ? unit : codePoints.toCodePoints(unit);
        }
    }
}
