package io.osler.ner.cli;

import java.util.Locale;

/** Numbers for people, the same in every locale: outputs are compared and parsed. */
final class Sizes {
    private Sizes() {}

    /** In decimal units, as disks and downloads are sold. */
    static String bytes(long bytes) {
        if (bytes < 1_000_000) {
            return "%d bytes".formatted(bytes);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** How many weights a model has: 135M, 1.5B. */
    static String parameters(long count) {
        if (count <= 0) {
            return "?";
        }
        return count < 1_000_000_000
                ? String.format(Locale.ROOT, "%.0fM", count / 1e6)
                : String.format(Locale.ROOT, "%.1fB", count / 1e9);
    }

    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d ", count) + noun + (count == 1 ? "" : "s");
    }
}
