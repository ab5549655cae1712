package io.osler.ner.evidence;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.detect.DictionaryMentionDetector.Hit;
import io.osler.ner.detect.SpanReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns spans into numbers. Each column says what one part says of a span; a few say what the span is and belong to none.
 * Shares and probabilities stand as log-odds.
 */
final class SpanFeatures {
    /** Beyond this, log-odds are certainty. */
    private static final double SURE = 12;

    /** A string that was never annotated counts as one that stood so often, */
    private static final double PRIOR_COUNT = 1;
    /** and was annotated in this share of them. */
    private static final double PRIOR_SHARE = 0.05;

    /** Matches of strings annotated less often say nothing of spans beside them. */
    private static final double MATCH_MIN = 0.3;

    private static final int COUNT_MAX = 5;

    /**
     * A feature.
     *
     * @param name  for people
     * @param part  whose word it is; empty for what a span is
     * @param value of a span
     */
    private record Column(String name, Optional<EvidencePart> part, ToDoubleBiFunction<SentenceFacts, Span> value) {}

    /** A span with the words it takes: {@code [begin, end)}. */
    private record Span(SpanReading reading, int begin, int end, int label, String run) {
        TextSpan place() {
            return reading.span();
        }
    }

    private final List<String> labels;
    private final List<Column> columns = new ArrayList<>();

    /** @param origins vocabularies of the dictionary that are told apart */
    SpanFeatures(List<String> labels, Set<EvidencePart> parts, List<String> origins) {
        this.labels = List.copyOf(labels);
        addWhatASpanIs();
        if (parts.contains(EvidencePart.LM)) {
            addModel();
        }
        if (parts.contains(EvidencePart.POOL)) {
            addPool();
        }
        if (parts.contains(EvidencePart.EXAMPLES)) {
            addExamples();
        }
        if (parts.contains(EvidencePart.KB)) {
            addNames(origins);
        }
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** Which columns are left when only some parts may speak. */
    int[] columnsOf(Set<EvidencePart> parts) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).part.map(parts::contains).orElse(true))
                .toArray();
    }

    /** @return a row for each span of the reading, in its order */
    List<double[]> rows(SentenceFacts facts) {
        List<double[]> rows = new ArrayList<>();
        for (SpanReading reading : facts.reading().spans()) {
            int begin = facts.words().first(reading.span());
            int end = facts.words().end(reading.span());
            Span span = new Span(
                    reading,
                    begin,
                    end,
                    labels.indexOf(reading.type()),
                    facts.words().run(begin, end));
            rows.add(columns.stream()
                    .mapToDouble(column -> column.value.applyAsDouble(facts, span))
                    .toArray());
        }
        return rows;
    }

    private void addWhatASpanIs() {
        add("words", (_, span) -> Math.log(span.end - span.begin));
        if (labels.size() > 1) {
            for (int i = 0; i < labels.size(); i++) {
                int label = i;
                add("label " + labels.get(i), (_, span) -> flag(span.label == label));
            }
        }
    }

    private void addModel() {
        add("open", EvidencePart.LM, (_, span) -> logOdds(span.reading.open()));
        add("survive", EvidencePart.LM, (_, span) -> Math.max(-SURE, span.reading.survive()));
        add("close", EvidencePart.LM, (_, span) -> logOdds(span.reading.close()));
        add("score", EvidencePart.LM, (_, span) -> logOdds(span.reading.untyped() + span.reading.typed()));
        add("rank", EvidencePart.LM, SpanFeatures::rank);
        if (labels.size() > 1) {
            add("typed", EvidencePart.LM, (_, span) -> logOdds(span.reading.typed()));
        }
    }

    /** How far behind the likeliest opening of the sentence it is. */
    private static double rank(SentenceFacts facts, Span span) {
        double best = facts.reading().openings().values().stream()
                .mapToDouble(SpanFeatures::logOdds)
                .max()
                .orElse(0);
        return logOdds(span.reading.open()) - best;
    }

    private void addPool() {
        add("string", EvidencePart.POOL, (facts, span) -> stringLogOdds(facts.pool(), span));
        add(
                "string seen",
                EvidencePart.POOL,
                (facts, span) -> flag(facts.pool().annotations(span.run, span.label) > 0));
        add(
                "string count",
                EvidencePart.POOL,
                (facts, span) -> Math.min(COUNT_MAX, facts.pool().annotations(span.run, span.label)));
        add(
                "first begins",
                EvidencePart.POOL,
                (facts, span) -> facts.pool().begins().logOdds(word(facts, span.begin), span.label));
        add("last inside", EvidencePart.POOL, (facts, span) -> inside(facts, span.end - 1, span));
        add("before inside", EvidencePart.POOL, (facts, span) -> inside(facts, span.begin - 1, span));
        add("behind inside", EvidencePart.POOL, (facts, span) -> inside(facts, span.end, span));
        add("least inside", EvidencePart.POOL, SpanFeatures::leastInside);
        add("first unseen", EvidencePart.POOL, (facts, span) -> unseen(facts, span.begin));
        add("last unseen", EvidencePart.POOL, (facts, span) -> unseen(facts, span.end - 1));
        add(
                "in a string",
                EvidencePart.POOL,
                (facts, span) -> flag(facts.matches().stream()
                        .filter(match -> counts(match, span))
                        .anyMatch(match -> holds(match.span(), span.place()))));
        add(
                "around a string",
                EvidencePart.POOL,
                (facts, span) -> flag(facts.matches().stream()
                        .filter(match -> counts(match, span))
                        .anyMatch(match -> holds(span.place(), match.span()))));
        if (labels.size() > 1) {
            add("string of another label", EvidencePart.POOL, this::otherLabel);
        }
    }

    private double otherLabel(SentenceFacts facts, Span span) {
        double most = 0;
        for (int label = 0; label < labels.size(); label++) {
            most = label == span.label ? most : Math.max(most, facts.pool().share(span.run, label));
        }
        return most;
    }

    private void addExamples() {
        add("marked in examples", EvidencePart.EXAMPLES, (facts, span) -> stringLogOdds(facts.examples(), span));
        add(
                "last inside in examples",
                EvidencePart.EXAMPLES,
                (facts, span) -> facts.examples().inside().logOdds(word(facts, span.end - 1), span.label));
    }

    private void addNames(List<String> origins) {
        add(
                "name",
                EvidencePart.KB,
                (facts, span) -> exact(facts, span)
                        .mapToDouble(hit -> hit.mention().confidence())
                        .max()
                        .orElse(0));
        add(
                "is a name",
                EvidencePart.KB,
                (facts, span) -> flag(exact(facts, span).findAny().isPresent()));
        add(
                "in a name",
                EvidencePart.KB,
                (facts, span) -> flag(facts.hits().stream()
                        .anyMatch(hit -> holds(hit.mention().span(), span.place()))));
        add(
                "around a name",
                EvidencePart.KB,
                (facts, span) -> flag(facts.hits().stream()
                        .anyMatch(hit -> holds(span.place(), hit.mention().span()))));
        add(
                "name of another label",
                EvidencePart.KB,
                (facts, span) -> flag(facts.hits().stream()
                        .map(Hit::mention)
                        .anyMatch(name ->
                                name.span().equals(span.place()) && !name.type().equals(span.reading.type()))));
        for (String origin : origins) {
            add(
                    "name of " + origin,
                    EvidencePart.KB,
                    (facts, span) ->
                            flag(exact(facts, span).anyMatch(hit -> hit.origin().equals(origin))));
        }
    }

    private static Stream<Hit> exact(SentenceFacts facts, Span span) {
        return facts.hits().stream()
                .filter(hit -> hit.mention().span().equals(span.place())
                        && hit.mention().type().equals(span.reading.type()));
    }

    private static boolean counts(Mention match, Span span) {
        return match.confidence() >= MATCH_MIN && match.type().equals(span.reading.type());
    }

    /** Whether one span takes all of another and more. */
    private static boolean holds(TextSpan outer, TextSpan inner) {
        return outer.begin() <= inner.begin() && outer.end() >= inner.end() && outer.length() > inner.length();
    }

    private static double stringLogOdds(PoolCounts pool, Span span) {
        double annotated = pool.annotations(span.run, span.label);
        double stands = Math.max(annotated, annotated == 0 ? 0 : pool.occurrences(span.run));
        double share = (annotated + PRIOR_COUNT * PRIOR_SHARE) / (stands + PRIOR_COUNT);
        return Math.log(share / (1 - share));
    }

    private static String word(SentenceFacts facts, int word) {
        return facts.words().texts().get(word);
    }

    /** At the edge of the sentence as of a word that is never in a mention. */
    private static double inside(SentenceFacts facts, int word, Span span) {
        return word < 0 || word >= facts.words().count()
                ? -4
                : facts.pool().inside().logOdds(word(facts, word), span.label);
    }

    private static double leastInside(SentenceFacts facts, Span span) {
        double least = SURE;
        for (int word = span.begin; word < span.end; word++) {
            least = Math.min(least, inside(facts, word, span));
        }
        return least;
    }

    private static double unseen(SentenceFacts facts, int word) {
        return flag(!facts.pool().inside().hasSeen(word(facts, word)));
    }

    private static double flag(boolean holds) {
        return holds ? 1 : 0;
    }

    /** Of the logarithm of a probability. */
    static double logOdds(double logProbability) {
        return Math.clamp(logProbability - Math.log(-Math.expm1(Math.min(-1e-12, logProbability))), -SURE, SURE);
    }

    private void add(String name, ToDoubleBiFunction<SentenceFacts, Span> value) {
        columns.add(new Column(name, Optional.empty(), value));
    }

    private void add(String name, EvidencePart part, ToDoubleBiFunction<SentenceFacts, Span> value) {
        columns.add(new Column(name, Optional.of(part), value));
    }
}
