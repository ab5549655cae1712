package io.osler.ner.prompt;

import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps mentions that do not overlap: the longest first, then the surest, then the first. */
final class Overlaps {
    private static final Comparator<Mention> BEST_FIRST = Comparator.comparingInt(
                    (Mention mention) -> -mention.span().length())
            .thenComparing(Comparator.comparingDouble(Mention::confidence).reversed())
            .thenComparing(Mention::span);

    private Overlaps() {}

    static List<Mention> resolved(List<Mention> mentions, AnswerTally tally) {
        List<Mention> kept = new ArrayList<>();
        for (Mention mention : mentions.stream().sorted(BEST_FIRST).toList()) {
            if (kept.stream().noneMatch(other -> other.span().overlaps(mention.span()))) {
                kept.add(mention);
            } else {
                tally.add(AnswerEvent.OVERLAP);
            }
        }
        kept.sort(null);
        return kept;
    }
}
