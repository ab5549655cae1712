package io.osler.ner.cli;

import io.osler.ner.head.Reliability;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A reliability plot in characters: a row for each tenth of confidence that has mentions, as many signs as are right of
 * them, and a bar where as many would be if confidence were true.
 */
final class ReliabilityText {
    private static final int WIDTH = 40;

    private ReliabilityText() {}

    /** Rows with a heading; empty when there are no mentions. */
    static String of(Reliability reliability) {
        List<Reliability.Bin> bins =
                reliability.bins().stream().filter(bin -> bin.count() > 0).toList();
        if (bins.isEmpty()) {
            return "";
        }
        return "confidence  right  0%s1  mentions%n".formatted(" ".repeat(WIDTH - 2))
                + bins.stream().map(ReliabilityText::row).collect(Collectors.joining());
    }

    private static String row(Reliability.Bin bin) {
        StringBuilder bar = new StringBuilder("#".repeat(place(bin.right())));
        bar.append(" ".repeat(WIDTH - bar.length()));
        bar.setCharAt(Math.min(WIDTH - 1, place(bin.confidence())), '|');
        return String.format(
                Locale.ROOT, "      %.2f   %.2f  %s  %,8d%n", bin.confidence(), bin.right(), bar, bin.count());
    }

    private static int place(double share) {
        return (int) Math.round(share * WIDTH);
    }
}
