package io.osler.ner.detect;

import io.osler.engine.Branch;
import io.osler.engine.Engine;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scores spans where {@link LlmMentionDetector} writes a copy: the model reads the unmarked copy once, which gives the odds
 * of an opening at every word; likely openings, and those where another detector sees a candidate, are opened as branches,
 * which give the odds of a close at every later word. A span's score is that of {@link SpanScorer}, open x survive x close
 * x type, and the best set of spans that do not overlap is taken. Nothing is written, so a miss at one word costs nothing
 * at the next, and a threshold trades precision for recall. Safe for many threads.
 */
public final class SpanScoreDetector implements MentionDetector, SpanReader {
    /** Sentences whose branches run together. */
    private static final int SENTENCES_TOGETHER = 32;

    /** Far below what an engine's queue takes. */
    private static final int REQUESTS_TOGETHER = 1_024;

    private final Engine engine;
    private final CopyQuestions questions;
    private final BoundaryProfile boundary;
    private final MentionDetector candidates;
    private final boolean keepsCandidates;
    private final SpanScoreOptions spans;

    /**
     * @param engine     stays the caller's to close
     * @param options    of a marked copy held to its grammar
     * @param candidates where spans may begin whatever the model thinks of an opening there
     * @throws IllegalArgumentException when the options ask for another format, or for free answers
     */
    public SpanScoreDetector(
            Engine engine,
            Task task,
            ExampleSelector selector,
            DetectorOptions options,
            MentionDetector candidates,
            SpanScoreOptions spans) {
        this(engine, copies(engine, task, selector, options), options.boundary(), candidates, false, spans);
    }

    private SpanScoreDetector(
            Engine engine,
            CopyQuestions questions,
            BoundaryProfile boundary,
            MentionDetector candidates,
            boolean keepsCandidates,
            SpanScoreOptions spans) {
        this.engine = engine;
        this.questions = questions;
        this.boundary = boundary;
        this.candidates = candidates;
        this.keepsCandidates = keepsCandidates;
        this.spans = spans;
    }

    private static CopyQuestions copies(Engine engine, Task task, ExampleSelector selector, DetectorOptions options) {
        if (options.format() != OutputFormat.TANL || !options.grammar()) {
            throw new IllegalArgumentException("spans are scored in format %s, %s a grammar, expected tanl with one"
                    .formatted(options.format(), options.grammar() ? "with" : "without"));
        }
        return new CopyQuestions(engine, task, selector, options);
    }

    /** The same with another threshold; questions and engine are shared. */
    public SpanScoreDetector withThreshold(double least) {
        return new SpanScoreDetector(
                engine, questions, boundary, candidates, keepsCandidates, spans.withThreshold(least));
    }

    @Override
    public SpanScoreDetector keeping(MentionDetector kept) {
        return new SpanScoreDetector(engine, questions, boundary, kept, true, spans);
    }

    @Override
    public List<Mention> detect(String sentence) {
        return joined(detectAll(List.of(sentence)).getFirst());
    }

    /** Waits for the model before it returns. */
    @Override
    public List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        List<CompletableFuture<List<Mention>>> scores = scores(sentences);
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> scores.get(i).thenApply(scored -> chosen(sentences.get(i), scored)))
                .toList();
    }

    /** What is done to mentions behind their choice. */
    BoundaryProfile boundary() {
        return boundary;
    }

    /** Of scored spans those that are mentions. */
    public List<Mention> chosen(String sentence, List<Mention> scored) {
        return new SpanChoice(boundary, spans.threshold()).of(sentence, scored);
    }

    /**
     * Every span that is likely enough to be looked into, overlapping ones too, its score as confidence.
     *
     * @return a future for each sentence, all done
     */
    public List<CompletableFuture<List<Mention>>> scores(List<String> sentences) {
        return readings(sentences).stream()
                .map(reading -> reading.thenApply(this::scored))
                .toList();
    }

    private List<Mention> scored(SentenceReading reading) {
        return reading.spans().stream()
                .filter(span -> Math.exp(span.untyped()) >= spans.spanMin())
                .map(SpanReading::mention)
                .toList();
    }

    @Override
    public List<CompletableFuture<SentenceReading>> readings(List<String> sentences) {
        List<CompletableFuture<SentenceReading>> readings = new ArrayList<>();
        for (int from = 0; from < sentences.size(); from += SENTENCES_TOGETHER) {
            readings.addAll(together(sentences.subList(from, Math.min(sentences.size(), from + SENTENCES_TOGETHER))));
        }
        return readings;
    }

    private static List<Mention> joined(CompletableFuture<List<Mention>> found) {
        try {
            return found.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<CompletableFuture<SentenceReading>> together(List<String> sentences) {
        List<List<AnnotatedText>> examples = questions.examples(sentences);
        List<Sheet> sheets = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            sheets.add(sheet(sentences.get(i), examples.get(i)));
        }
        List<Ask> copies = sheets.stream()
                .filter(Sheet::hasWords)
                .map(sheet -> new Ask(sheet, sheet.trunk.getLast()))
                .toList();
        List<Ask> openings =
                read(copies).stream().flatMap(copy -> openings(copy).stream()).toList();
        List<Ask> types =
                read(openings).stream().flatMap(open -> spans(open).stream()).toList();
        for (Read type : read(types)) {
            type.ask.sheet.scored.add(type.reading(type.ask.path));
        }
        return sheets.stream().map(Sheet::result).toList();
    }

    private Sheet sheet(String sentence, List<AnnotatedText> examples) {
        Sheet sheet = new Sheet(sentence, examples);
        try {
            CopyQuestions.Question question = questions.of(sentence, examples);
            sheet.trunk = MarkPath.trunk(question.start());
            sheet.prompt = question.prompt();
        } catch (IllegalArgumentException e) {
            sheet.failure = Optional.of(e);
        }
        return sheet;
    }

    /** Branches from where a mention may begin, each to the last word it may have. */
    private List<Ask> openings(Read copy) {
        Sheet sheet = copy.ask.sheet;
        Set<TextSpan> named =
                candidates.detect(sheet.sentence).stream().map(Mention::span).collect(Collectors.toSet());
        Set<Integer> begins = named.stream().map(TextSpan::begin).collect(Collectors.toSet());
        sheet.kept = keepsCandidates ? named : Set.of();
        List<Ask> openings = new ArrayList<>();
        int choice = 0;
        for (MarkPath point : sheet.trunk) {
            if (point.at().moves().size() > 1) {
                double open = copy.of(copy.ask.path.choices().get(choice++).otherwise(1));
                int begin = ((CopyOrMark.Point) point.at()).wordSpan().begin();
                sheet.openings.put(begin, open);
                if (Math.exp(open) >= spans.openMin() || begins.contains(begin)) {
                    openings.add(new Ask(sheet, endings(point).getLast().closed()));
                }
            }
        }
        return openings;
    }

    /** A mention opened at a point, behind its first word, its second, and so on. */
    private List<MarkPath> endings(MarkPath point) {
        List<MarkPath> endings = new ArrayList<>(List.of(point.from().taken(1)));
        while (endings.size() < spans.wordsMax() && !endings.getLast().mustClose()) {
            endings.add(endings.getLast().taken(0));
        }
        return endings;
    }

    /** What is likely enough, with each type: those that are settled go to the sheet, the others have to be asked. */
    private List<Ask> spans(Read open) {
        Sheet sheet = open.ask.sheet;
        List<Ask> unsettled = new ArrayList<>();
        MarkPath point = sheet.trunk.stream()
                .filter(place -> place.tokens().length == open.ask.path.point()
                        && place.at().moves().size() > 1)
                .findFirst()
                .orElseThrow();
        for (MarkPath ending : endings(point)) {
            MarkPath closed = ending.closed();
            if (Math.exp(open.logProbability(closed)) >= spans.spanMin() || sheet.kept.contains(closed.span())) {
                for (MarkPath typed : closed.types()) {
                    if (typed.choices().size() == closed.choices().size()) {
                        sheet.scored.add(open.reading(typed));
                    } else {
                        unsettled.add(new Ask(sheet, typed));
                    }
                }
            }
        }
        return unsettled;
    }

    /** One sentence on its way. */
    private static final class Sheet {
        private final String sentence;
        private final List<AnnotatedText> examples;
        private final Map<Integer, Double> openings = new HashMap<>();
        private final List<SpanReading> scored = new ArrayList<>();
        private Set<TextSpan> kept = Set.of();
        private List<MarkPath> trunk = List.of();
        private int[] prompt = {};
        private Optional<RuntimeException> failure = Optional.empty();

        Sheet(String sentence, List<AnnotatedText> examples) {
            this.sentence = sentence;
            this.examples = examples;
        }

        boolean hasWords() {
            return failure.isEmpty() && !trunk.getLast().choices().isEmpty();
        }

        CompletableFuture<SentenceReading> result() {
            return failure.<CompletableFuture<SentenceReading>>map(CompletableFuture::failedFuture)
                    .orElseGet(
                            () -> CompletableFuture.completedFuture(new SentenceReading(scored, openings, examples)));
        }
    }

    /** A path whose choices the model has to weigh. */
    private record Ask(Sheet sheet, MarkPath path) {
        ReadingRequest request(Branch branch) {
            int[] copy = sheet.trunk.getLast().tokens();
            int own = branch.tokens().length;
            int[] all = Arrays.copyOf(sheet.prompt, branch.point() + own);
            System.arraycopy(copy, 0, all, sheet.prompt.length, branch.point() - sheet.prompt.length);
            System.arraycopy(branch.tokens(), 0, all, branch.point(), own);
            return ReadingRequest.of(all)
                    .withLogits(IntStream.range(branch.point() - 1, all.length).toArray(), branch.ids());
        }
    }

    /** A path with what the model says, and so all that begins as it does. */
    private record Read(Ask ask, float[][] logits, int[] ids) {
        double logProbability(MarkPath path) {
            return path.logProbability(logits, ids);
        }

        double of(MarkPath.Choice choice) {
            return choice.logProbability(logits[choice.row()], ids);
        }

        /** Of a path that opens with its first choice and is settled. */
        SpanReading reading(MarkPath path) {
            double open = 0;
            double survive = 0;
            double close = 0;
            double type = 0;
            for (int i = 0; i < path.choices().size(); i++) {
                MarkPath.Choice choice = path.choices().get(i);
                boolean inside = choice.moves().getFirst().next() instanceof CopyOrMark.Inside;
                if (i == 0) {
                    open = of(choice);
                } else if (!inside) {
                    type += of(choice);
                } else if (choice.taken() == 0) {
                    survive += of(choice);
                } else {
                    close = of(choice);
                }
            }
            return new SpanReading(path.span(), path.label(), open, survive, close, type);
        }
    }

    /** Runs them together; a sentence with a request that fails has failed. */
    private List<Read> read(List<Ask> asks) {
        List<Read> read = new ArrayList<>();
        for (int from = 0; from < asks.size(); from += REQUESTS_TOGETHER) {
            read.addAll(readTogether(asks.subList(from, Math.min(asks.size(), from + REQUESTS_TOGETHER))));
        }
        return read;
    }

    private List<Read> readTogether(List<Ask> asks) {
        List<Branch> branches = asks.stream()
                .map(ask -> ask.path.branch(ask.sheet.prompt.length))
                .toList();
        List<CompletableFuture<Reading>> readings = new ArrayList<>(Collections.nCopies(asks.size(), null));
        for (int i = 0; i < asks.size(); i++) {
            readings.set(i, submitted(asks.get(i).request(branches.get(i))));
        }
        List<Read> read = new ArrayList<>();
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            try {
                Reading reading = readings.get(i).join();
                read.add(new Read(ask, reading.logits(), branches.get(i).ids()));
            } catch (CompletionException e) {
                ask.sheet.failure = Optional.of(
                        e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e));
            }
        }
        return read;
    }

    private CompletableFuture<Reading> submitted(ReadingRequest request) {
        try {
            return engine.submit(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
