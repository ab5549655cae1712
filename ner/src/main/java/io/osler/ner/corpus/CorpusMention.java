package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A mention as people annotated it; unlike {@link io.osler.ner.Mention} it may have gaps and may overlap others.
 *
 * @param spans    in UTF-16 units of the document, ascending, not touching; one but for discontinuous mentions
 * @param type     as the reader was told to name it
 * @param concepts ids of what is meant, none where nobody said: several where the words name several concepts ("breast
 *                 and ovarian cancer"); an element with a {@code +} in it is one concept that takes both ids to say
 * @param facts    what else is said, by name; BioC and JSONL have room for it, other formats leave it out
 */
public record CorpusMention(List<TextSpan> spans, String type, List<String> concepts, Map<String, String> facts) {
    private static final Pattern CONCEPT = Pattern.compile("[^\\s|]+");

    public CorpusMention {
        spans = List.copyOf(spans);
        concepts = List.copyOf(concepts);
        facts = Map.copyOf(facts);
        if (spans.isEmpty() || spans.stream().anyMatch(span -> span.length() == 0)) {
            throw new IllegalArgumentException("a mention has spans %s, expected text".formatted(spans));
        }
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).begin() <= spans.get(i - 1).end()) {
                throw new IllegalArgumentException(
                        "a mention has spans %s, expected them ascending with text between".formatted(spans));
            }
        }
        if (type.isBlank()) {
            throw new IllegalArgumentException("a mention at %s has no type".formatted(spans.getFirst()));
        }
        for (String concept : concepts) {
            if (!CONCEPT.matcher(concept).matches()) {
                throw new IllegalArgumentException(
                        "concept id '%s' is empty or holds white space or a bar".formatted(concept));
            }
        }
    }

    /** A mention of which nothing else is said. */
    public CorpusMention(List<TextSpan> spans, String type, List<String> concepts) {
        this(spans, type, concepts, Map.of());
    }

    /** A mention in one piece that nobody has linked. */
    public static CorpusMention of(int begin, int end, String type, String... concepts) {
        return new CorpusMention(List.of(new TextSpan(begin, end)), type, List.of(concepts));
    }

    public boolean discontinuous() {
        return spans.size() > 1;
    }

    /** From the first unit to the last, gaps included. */
    public TextSpan cover() {
        return new TextSpan(spans.getFirst().begin(), spans.getLast().end());
    }

    /** Every id by itself, those joined by {@code +} too. */
    public List<String> singleIds() {
        return concepts.stream()
                .flatMap(concept -> Arrays.stream(concept.split("\\+")))
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    /** The words at its spans, a space between them. */
    String words(String text) {
        return String.join(" ", spans.stream().map(span -> span.in(text)).toList());
    }
}
