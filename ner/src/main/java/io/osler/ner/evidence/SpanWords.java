package io.osler.ner.evidence;

import io.osler.models.TextSpan;
import io.osler.ner.text.Words;
import java.util.List;
import java.util.Locale;

/**
 * A sentence's words in lower case, and where they stand.
 *
 * @param texts  in lower case
 * @param places of each
 */
record SpanWords(List<String> texts, List<TextSpan> places) {
    /** Most words of a string that is looked up. */
    static final int RUN_MAX = 12;

    static SpanWords of(String sentence) {
        List<TextSpan> places = Words.of(sentence);
        return new SpanWords(
                places.stream()
                        .map(place -> place.in(sentence).toLowerCase(Locale.ROOT))
                        .toList(),
                places);
    }

    int count() {
        return texts.size();
    }

    /** Words from {@code begin} to before {@code end}, one space between, however they stand in the text. */
    String run(int begin, int end) {
        return String.join(" ", texts.subList(begin, end));
    }

    TextSpan span(int begin, int end) {
        return new TextSpan(places.get(begin).begin(), places.get(end - 1).end());
    }

    /** The first word that reaches into a span. */
    int first(TextSpan span) {
        int word = 0;
        while (word < places.size() - 1 && places.get(word).end() <= span.begin()) {
            word++;
        }
        return word;
    }

    /** Behind the last word that reaches into a span; more than {@link #first}. */
    int end(TextSpan span) {
        int word = first(span) + 1;
        while (word < places.size() && places.get(word).begin() < span.end()) {
            word++;
        }
        return word;
    }
}
