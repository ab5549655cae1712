package io.osler.ner.evidence;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.DictionaryMentionDetector.Hit;
import io.osler.ner.detect.SentenceReading;
import io.osler.ner.detect.SpanChoice;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.detect.SpanThreshold;
import io.osler.ner.head.Folds;
import io.osler.ner.head.Reliability;
import io.osler.ner.score.SpanScores;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.task.BoundaryProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits evidence to sentences of the pool. Each is read by the language model as any other sentence would be, with what the
 * pool says taken from other documents than those it stands in; one whose prompt shows a sentence of its own document is
 * left out. Weights that are judged, and the threshold, come from folds of documents; those that stay from all.
 */
final class EvidenceFitter {
    private static final int FOLDS = 10;

    /** Sentences read between two words of progress. */
    private static final int BATCH = 32;

    /** A vocabulary whose names are fewer spans than this is not told from others. */
    private static final int ORIGIN_SPANS_MIN = 20;

    private final List<String> labels;
    private final ExamplePool pool;
    private final Optional<EvidenceNames> names;
    private final EvidenceOptions options;
    private final Set<EvidencePart> parts;
    private final BoundaryProfile boundary;
    private final Consumer<String> progress;

    private final PoolCounts counts;
    private final Map<String, List<AnnotatedText>> sentencesOf = new HashMap<>();
    private final Function<String, Set<String>> documentsOf;
    private final Map<Set<String>, PoolCounts> outside = new HashMap<>();

    /** @param pool with the document of each sentence */
    EvidenceFitter(
            List<String> labels,
            ExamplePool pool,
            Optional<EvidenceNames> names,
            EvidenceOptions options,
            BoundaryProfile boundary,
            Consumer<String> progress) {
        this.labels = labels;
        this.pool = pool;
        this.names = names;
        this.options = options;
        this.boundary = boundary;
        this.progress = progress;
        this.parts = EnumSet.copyOf(options.parts());
        this.parts.retainAll(EvidencePart.all(names.isPresent()));
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("evidence of a dictionary alone is asked, and none is given");
        }
        this.documentsOf = pool.documentsOfText();
        this.counts = PoolCounts.of(labels, pool.sentences());
        for (int i = 0; i < pool.size(); i++) {
            AnnotatedText sentence = pool.sentences().get(i);
            sentencesOf
                    .computeIfAbsent(pool.documents().get(i), _ -> new ArrayList<>())
                    .add(sentence);
        }
    }

    /** A sentence that was read, and a row for each of its spans. */
    private record Judged(AnnotatedText gold, String document, SentenceReading reading, SentenceFacts facts) {}

    /**
     * What was fitted.
     *
     * @param parts that speak
     */
    record Fit(
            PoolCounts pool,
            Set<EvidencePart> parts,
            List<String> origins,
            LogisticRegression regression,
            double threshold,
            EvidenceScores scores) {}

    /** @throws IllegalArgumentException when there are too few sentences, or no mention in them */
    Fit fit(SpanReader reader) {
        List<Judged> sentences = read(reader.keeping(this::candidates));
        requireFit(sentences);
        List<String> origins = origins(sentences);
        SpanFeatures features = new SpanFeatures(labels, parts, origins);
        Table table = table(sentences, features);
        Outcome all = outcome(sentences, table, parts, features);
        Map<String, Double> ablation = new HashMap<>();
        for (Set<EvidencePart> some : ablations()) {
            ablation.put(
                    EvidencePart.text(some),
                    outcome(sentences, table, some, features).strict.f1());
        }
        LogisticRegression regression = LogisticRegression.fit(table.rows, table.right, options.penalty());
        EvidenceScores scores = new EvidenceScores(
                sentences.size(), all.strict, reachable(sentences, table), all.reliability, ablation);
        return new Fit(counts, parts, origins, regression, all.threshold, scores);
    }

    /** What the pool says of a sentence without the documents it stands in. */
    PoolCounts outside(String sentence) {
        Set<String> own = documentsOf.apply(sentence);
        return outside.computeIfAbsent(
                own,
                documents -> counts.without(documents.stream()
                        .flatMap(document -> sentencesOf.get(document).stream())
                        .toList()));
    }

    private List<Mention> candidates(String sentence) {
        return SentenceFacts.candidates(sentence, outside(sentence), names, parts);
    }

    /** Drawn by the seed until there are enough that were shown nothing of their own document. */
    private List<Judged> read(SpanReader reader) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, pool.size()).boxed().toList());
        Collections.shuffle(order, new Random(options.seed()));
        List<Judged> read = new ArrayList<>();
        int at = 0;
        while (at < order.size() && read.size() < options.sentences()) {
            int wanted = Math.min(BATCH, options.sentences() - read.size());
            List<Integer> next = order.subList(at, Math.min(order.size(), at + wanted));
            at += next.size();
            List<CompletableFuture<SentenceReading>> readings = reader.readings(
                    next.stream().map(i -> pool.sentences().get(i).text()).toList());
            for (int i = 0; i < next.size(); i++) {
                AnnotatedText gold = pool.sentences().get(next.get(i));
                SentenceReading reading = join(readings.get(i));
                if (!showsOwnDocument(gold.text(), reading)) {
                    SentenceFacts facts = SentenceFacts.of(gold.text(), outside(gold.text()), names, reading);
                    read.add(new Judged(gold, pool.documents().get(next.get(i)), reading, facts));
                }
            }
            progress.accept("read %,d of %,d sentences for evidence".formatted(read.size(), options.sentences()));
        }
        return read;
    }

    private boolean showsOwnDocument(String sentence, SentenceReading reading) {
        Set<String> own = documentsOf.apply(sentence);
        return reading.examples().stream()
                .flatMap(example -> documentsOf.apply(example.text()).stream())
                .anyMatch(own::contains);
    }

    private void requireFit(List<Judged> sentences) {
        if (sentences.size() < EvidenceOptions.SENTENCES_LEAST) {
            throw new IllegalArgumentException(
                    "evidence can be fitted to %d sentences of the pool, expected at least %d whose documents no prompt shows"
                            .formatted(sentences.size(), EvidenceOptions.SENTENCES_LEAST));
        }
        if (sentences.stream().allMatch(sentence -> sentence.gold.mentions().isEmpty())) {
            throw new IllegalArgumentException("none of the %d sentences to fit evidence on has a mention of %s"
                    .formatted(sentences.size(), String.join(", ", labels)));
        }
        if (sentences.stream().map(Judged::document).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    "all sentences to fit evidence on are of one document, expected several");
        }
    }

    private static List<String> origins(List<Judged> sentences) {
        return sentences.stream()
                .flatMap(sentence -> sentence.facts.hits().stream())
                .collect(Collectors.groupingBy(Hit::origin, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(origin -> origin.getValue() >= ORIGIN_SPANS_MIN)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** All spans of all sentences, one sentence behind the other. */
    private record Table(double[][] rows, boolean[] right, int[] sentence) {}

    private Table table(List<Judged> sentences, SpanFeatures features) {
        List<double[]> rows = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        List<Integer> of = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Judged sentence = sentences.get(i);
            rows.addAll(features.rows(sentence.facts));
            for (var span : sentence.reading.spans()) {
                List<Mention> found = boundary.apply(sentence.gold.text(), List.of(span.mention()));
                right.add(SpanScores.strict(sentence.gold.mentions(), found).goldMatched() > 0);
                of.add(i);
            }
        }
        boolean[] answers = new boolean[right.size()];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = right.get(i);
        }
        if (answers.length == 0) {
            throw new IllegalArgumentException(
                    "the model and the pool see no span in the sentences to fit evidence on");
        }
        return new Table(
                rows.toArray(double[][]::new),
                answers,
                of.stream().mapToInt(Integer::intValue).toArray());
    }

    private static double reachable(List<Judged> sentences, Table table) {
        int gold = sentences.stream()
                .mapToInt(sentence -> sentence.gold.mentions().size())
                .sum();
        long reached = IntStream.range(0, table.right.length)
                .filter(row -> table.right[row])
                .count();
        return Math.min(1, (double) reached / gold);
    }

    /** What held-out documents come to. */
    private record Outcome(double threshold, SpanScores strict, Reliability reliability) {}

    private Outcome outcome(List<Judged> sentences, Table table, Set<EvidencePart> speaking, SpanFeatures features) {
        double[][] rows = chosen(table.rows, features.columnsOf(speaking));
        double[] probabilities = heldOut(sentences, new Table(rows, table.right, table.sentence));
        List<List<Mention>> scored = new ArrayList<>();
        int row = 0;
        for (Judged sentence : sentences) {
            List<Mention> spans = new ArrayList<>();
            for (var span : sentence.reading.spans()) {
                spans.add(new Mention(span.span(), span.type(), probabilities[row++]));
            }
            scored.add(spans);
        }
        List<AnnotatedText> gold = sentences.stream().map(Judged::gold).toList();
        double threshold = SpanThreshold.of(boundary, gold, scored).threshold();
        SpanChoice choice = new SpanChoice(boundary, threshold);
        return new Outcome(threshold, SpanThreshold.found(choice, gold, scored), reliability(choice, gold, scored));
    }

    /** Each span's probability by weights that its document had no part in. */
    private double[] heldOut(List<Judged> sentences, Table table) {
        Folds folds = Folds.byDocument(sentences.stream().map(Judged::document).toList(), FOLDS, options.seed());
        double[] probabilities = new double[table.right.length];
        for (int fold = 0; fold < folds.count(); fold++) {
            int held = fold;
            int[] learnt = IntStream.range(0, table.right.length)
                    .filter(row -> folds.of()[table.sentence[row]] != held)
                    .toArray();
            boolean[] right = new boolean[learnt.length];
            for (int i = 0; i < learnt.length; i++) {
                right[i] = table.right[learnt[i]];
            }
            LogisticRegression regression = LogisticRegression.fit(
                    Arrays.stream(learnt).mapToObj(row -> table.rows[row]).toArray(double[][]::new),
                    right,
                    options.penalty());
            for (int row = 0; row < probabilities.length; row++) {
                if (folds.of()[table.sentence[row]] == held) {
                    probabilities[row] = regression.probability(table.rows[row]);
                }
            }
        }
        return probabilities;
    }

    private static double[][] chosen(double[][] rows, int[] columns) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(columns)
                        .mapToDouble(column -> row[column])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static Reliability reliability(SpanChoice choice, List<AnnotatedText> gold, List<List<Mention>> scored) {
        Reliability.Counter counter = new Reliability.Counter();
        for (int i = 0; i < gold.size(); i++) {
            AnnotatedText sentence = gold.get(i);
            for (Mention found : choice.of(sentence.text(), scored.get(i))) {
                boolean right =
                        SpanScores.strict(sentence.mentions(), List.of(found)).goldMatched() > 0;
                counter.add(found.confidence(), right);
            }
        }
        return counter.reliability();
    }

    /** Each part alone, and all but each. */
    private List<Set<EvidencePart>> ablations() {
        Set<Set<EvidencePart>> some = new HashSet<>();
        if (parts.size() > 1) {
            for (EvidencePart part : parts) {
                some.add(EnumSet.of(part));
                Set<EvidencePart> others = EnumSet.copyOf(parts);
                others.remove(part);
                some.add(others);
            }
        }
        return List.copyOf(some);
    }

    private static SentenceReading join(CompletableFuture<SentenceReading> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
