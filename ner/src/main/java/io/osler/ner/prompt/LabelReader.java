package io.osler.ner.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads labels as models write them: exactly, in another case, or off by one letter. */
final class LabelReader {
    private final List<String> labels;

    LabelReader(List<String> labels) {
        this.labels = List.copyOf(labels);
    }

    /** The label meant; repairs, and that there is none, are counted. */
    Optional<String> read(String written, AnswerTally tally) {
        String text = written.strip();
        if (labels.contains(text)) {
            return Optional.of(text);
        }
        String folded = text.toLowerCase(Locale.ROOT);
        if (labels.contains(folded)) {
            tally.add(AnswerEvent.LABEL_CASE);
            return Optional.of(folded);
        }
        List<String> near =
                labels.stream().filter(label -> isOneEditAway(label, folded)).toList();
        tally.add(near.size() == 1 ? AnswerEvent.LABEL_NEAR : AnswerEvent.LABEL_UNKNOWN);
        return near.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
    }

    /** Whether {@code text} begins with a label, whatever its case, that ends where a word does; the longest. */
    Optional<String> atStartOf(String text) {
        return labels.stream()
                .filter(label -> text.regionMatches(true, 0, label, 0, label.length()))
                .filter(label ->
                        text.length() == label.length() || !Character.isLetterOrDigit(text.charAt(label.length())))
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }

    /** One letter added, dropped or changed. */
    static boolean isOneEditAway(String a, String b) {
        int prefix = 0;
        int shorter = Math.min(a.length(), b.length());
        while (prefix < shorter && a.charAt(prefix) == b.charAt(prefix)) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shorter - prefix && a.charAt(a.length() - 1 - suffix) == b.charAt(b.length() - 1 - suffix)) {
            suffix++;
        }
        return Math.max(a.length(), b.length()) - prefix - suffix == 1;
    }
}
