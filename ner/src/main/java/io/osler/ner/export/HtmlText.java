package io.osler.ner.export;

import java.util.Locale;

/** Text as HTML, and numbers as people read them. */
public final class HtmlText {
    private HtmlText() {}

    /** Safe as content and in quoted attributes. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 note}, {@code 2 notes}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** Two places, also what the page compares with its slider. */
    public static String confidence(double confidence) {
        return String.format(Locale.ROOT, "%.2f", confidence);
    }

    public static String duration(long nanos) {
        double seconds = nanos / 1e9;
        if (seconds < 1) {
            return "%d ms".formatted(Math.round(seconds * 1e3));
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long minutes = Math.round(seconds) / 60;
        return minutes < 60
                ? "%d min %d s".formatted(minutes, Math.round(seconds) % 60)
                : "%d h %d min".formatted(minutes / 60, minutes % 60);
    }
}
