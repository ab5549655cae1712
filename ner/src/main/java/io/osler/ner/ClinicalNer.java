package io.osler.ner;

import io.osler.engine.Engine;
import io.osler.engine.EngineException;
import io.osler.engine.WeightForm;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.assertion.Assertions;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.detect.SpanScoreDetector;
import io.osler.ner.detect.Verifier;
import io.osler.ner.detect.VerifyingDetector;
import io.osler.ner.evidence.EvidenceChoice;
import io.osler.ner.evidence.EvidenceDetector;
import io.osler.ner.evidence.Evidences;
import io.osler.ner.evidence.FittedEvidence;
import io.osler.ner.evidence.PromptSettings;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadMentionDetector;
import io.osler.ner.head.HeadNames;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.Heads;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import io.osler.ner.text.Flattened;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds a task's entities in notes. Owns the models it opened; closing it closes them.
 *
 * <pre>{@code
 * try (ClinicalNer ner = ClinicalNer.open(model, Tasks.find("clinical"), NerOptions.DEFAULTS)) {
 *     Annotations found = ner.annotate(new ClinicalNote("note-1", text));
 * }
 * }</pre>
 *
 * <p>Safe for many threads; the sentences of a note, and of notes on other threads, go through the engine together.
 */
public final class ClinicalNer implements AutoCloseable {
    private final Models models;
    private final MentionDetector detector;
    private final Optional<Assertions> assertions;
    private final SentenceSplitter splitter = new SentenceSplitter();

    /** What reads: an engine that is prompted, or the models of heads. */
    private record Models(Optional<Engine> engine, String deviceName, WeightForm weightForm, Runnable closing) {
        static Models of(Engine engine) {
            return new Models(Optional.of(engine), engine.deviceName(), engine.weightForm(), engine::close);
        }

        static Models of(HeadReader reader) {
            return new Models(Optional.empty(), reader.deviceName(), reader.weightForm(), reader::close);
        }
    }

    private ClinicalNer(Models models, MentionDetector detector, Optional<Assertions> assertions) {
        this.models = models;
        this.detector = detector;
        this.assertions = assertions;
    }

    /**
     * @param model   a GGUF file, or a directory with a model: {@code ModelStore.path(id)}
     * @param options where they say nothing the task's own defaults hold
     * @throws IllegalArgumentException       when examples are selected by a part that the options lack
     * @throws io.osler.models.OslerException when the model cannot be run here
     */
    public static ClinicalNer open(Path model, Task task, NerOptions options) {
        ExampleSelector examples =
                ExampleSelector.of(options.selection(task), ExamplePool.of(task.examples()), options.parts());
        Engine engine = Engine.open(model, options.engine());
        try {
            return new ClinicalNer(
                    Models.of(engine),
                    detector(engine, task, examples, options),
                    options.assertions().map(Assertions::new));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static MentionDetector detector(Engine engine, Task task, ExampleSelector examples, NerOptions options) {
        DetectorOptions asked = options.detection(task);
        MentionDetector finder = options.evidence()
                .map(chosen -> evidence(engine, task, examples, options, chosen))
                .or(() -> options.spans()
                        .map(spans -> new SpanScoreDetector(
                                engine, task, examples, asked, new PoolDictionaryDetector(task.examples()), spans)))
                .orElseGet(() -> new LlmMentionDetector(engine, task, examples, asked));
        return options.verified()
                .<MentionDetector>map(
                        doubtful -> new VerifyingDetector(finder, doubtful, new Verifier(engine, task, asked.chat())))
                .orElse(finder);
    }

    private static MentionDetector evidence(
            Engine engine, Task task, ExampleSelector examples, NerOptions options, EvidenceChoice chosen) {
        DetectorOptions asked = options.detection(task);
        PromptSettings prompt = PromptSettings.of(task, options.selection(task), asked);
        FittedEvidence fitted = Evidences.open(chosen.file(), engine, task, prompt, chosen.names());
        return new EvidenceDetector(
                Evidences.reader(engine, task, examples, asked),
                chosen.threshold().isPresent()
                        ? fitted.withThreshold(chosen.threshold().getAsDouble())
                        : fitted,
                asked.boundary());
    }

    /**
     * Opens a model with heads fitted on it. They share one pass over each sentence; nothing is generated.
     *
     * @param model         the one the heads were fitted on
     * @param heads         files of {@code osler fit}; those that ask a dictionary cannot be opened here
     * @param confidenceMin finds every mention of at least this confidence and no other: less trades precision for
     *                      recall; empty for the likeliest reading of each sentence
     * @param options       of which the engine's and the assertions hold; a head needs no prompt
     * @throws io.osler.models.OslerException when the model cannot be run here, or a head is of another one
     */
    public static ClinicalNer withHeads(
            Path model, List<Path> heads, OptionalDouble confidenceMin, NerOptions options) {
        Path name = model.toAbsolutePath().normalize().getFileName();
        return withHeads(
                HeadReader.of(Engine.open(model, options.engine()), String.valueOf(name)),
                heads,
                Optional.empty(),
                confidenceMin,
                options.assertions());
    }

    /**
     * As {@link #withHeads(Path, List, OptionalDouble, NerOptions)}, with models that are open already: also an encoder, or
     * a language model and an encoder side by side.
     *
     * @param reader     closed with this, or when this throws
     * @param names      a dictionary that heads ask; stays the caller's to close
     * @param assertions as {@link NerOptions#assertions}
     */
    public static ClinicalNer withHeads(
            HeadReader reader,
            List<Path> heads,
            Optional<HeadNames> names,
            OptionalDouble confidenceMin,
            Optional<AssertionRules> assertions) {
        try {
            List<FittedHead> opened =
                    heads.stream().map(file -> Heads.open(file, reader, names)).toList();
            return new ClinicalNer(
                    Models.of(reader),
                    new HeadMentionDetector(reader, opened, confidenceMin),
                    assertions.map(Assertions::new));
        } catch (RuntimeException | Error e) {
            reader.close();
            throw e;
        }
    }

    /** Finds the mentions of one note. */
    public Annotations annotate(ClinicalNote note) {
        return annotate(note, done -> {});
    }

    /**
     * Finds the mentions of one note: split, put on one line, detect, put back; then what the note says of them.
     *
     * @param progress told after each sentence how many are done
     */
    public Annotations annotate(ClinicalNote note, IntConsumer progress) {
        long begin = System.nanoTime();
        List<Sentence> sentences = splitter.split(note.text());
        List<Mention> mentions = new ArrayList<>();
        List<Annotations.SkippedSpan> skipped = new ArrayList<>();
        List<Flattened> flat = sentences.stream()
                .map(sentence -> Flattened.of(note.text(), sentence.span()))
                .toList();
        Iterator<CompletableFuture<List<Mention>>> found = detector.detectAll(IntStream.range(0, flat.size())
                        .filter(i -> !sentences.get(i).heading())
                        .mapToObj(i -> flat.get(i).text())
                        .toList())
                .iterator();
        for (int i = 0; i < flat.size(); i++) {
            if (!sentences.get(i).heading()) {
                try {
                    mentions.addAll(inNote(flat.get(i), found.next().join()));
                } catch (CompletionException e) {
                    skipped.add(skip(sentences.get(i), e.getCause()));
                }
            }
            progress.accept(i + 1);
        }
        List<Mention> asserted = assertions
                .map(each -> each.of(note.text(), sentences, mentions))
                .orElse(mentions);
        return new Annotations(note, asserted, sentences.size(), skipped, System.nanoTime() - begin);
    }

    /** How many sentences a note has: the unit of progress. */
    public int sentences(ClinicalNote note) {
        return splitter.split(note.text()).size();
    }

    /** The language model that is prompted; empty with heads. */
    public Optional<Engine> engine() {
        return models.engine;
    }

    /** Where the model runs, such as {@code cpu}; of several the first. */
    public String deviceName() {
        return models.deviceName;
    }

    /** Number format the model runs in; of several the first. */
    public WeightForm weightForm() {
        return models.weightForm;
    }

    @Override
    public void close() {
        models.closing.run();
    }

    private static List<Mention> inNote(Flattened flat, List<Mention> mentions) {
        return mentions.stream()
                .map(mention -> new Mention(flat.inNote(mention.span()), mention.type(), mention.confidence()))
                .toList();
    }

    /** One sentence the model cannot take does not cost the note; anything else does. */
    private static Annotations.SkippedSpan skip(Sentence sentence, Throwable failure) {
        boolean ofThisSentence = failure instanceof IllegalArgumentException
                || (failure instanceof EngineException engine
                        && engine.code() == EngineException.Code.CONTEXT_EXCEEDED);
        if (ofThisSentence) {
            return new Annotations.SkippedSpan(
                    sentence.span().begin(), sentence.span().end(), failure.getMessage());
        }
        switch (failure) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }
}
