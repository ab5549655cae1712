package io.osler.ner.detect;

import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The best set of spans that do not overlap: most in all of what each is above the threshold, by weighted interval
 * scheduling, so that two good short ones go before a long one that covers both.
 */
final class SpanSchedule {
    private SpanSchedule() {}

    /**
     * @param spans     in any order, confidences their scores; may overlap
     * @param threshold spans not above it are left out
     * @return sorted, not overlapping
     */
    static List<Mention> best(List<Mention> spans, double threshold) {
        List<Mention> byEnd = spans.stream()
                .filter(span -> span.confidence() > threshold)
                .sorted(Comparator.<Mention>comparingInt(span -> span.span().end())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        double[] most = new double[byEnd.size() + 1];
        int[] before = new int[byEnd.size()];
        for (int i = 0; i < byEnd.size(); i++) {
            before[i] = endingBy(byEnd, i, byEnd.get(i).span().begin());
            most[i + 1] = Math.max(most[i], most[before[i]] + worth(byEnd.get(i), threshold));
        }
        List<Mention> chosen = new ArrayList<>();
        for (int i = byEnd.size(); i > 0; ) {
            if (most[i] > most[i - 1]) {
                chosen.addFirst(byEnd.get(i - 1));
                i = before[i - 1];
            } else {
                i--;
            }
        }
        return chosen;
    }

    private static double worth(Mention span, double threshold) {
        return span.confidence() - threshold;
    }

    /** How many of the first {@code limit} end at or before a place. */
    private static int endingBy(List<Mention> byEnd, int limit, int place) {
        int count = limit;
        while (count > 0 && byEnd.get(count - 1).span().end() > place) {
            count--;
        }
        return count;
    }
}
