package io.osler.ner;

import io.osler.engine.Engine;
import io.osler.engine.EngineException;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import io.osler.ner.text.Flattened;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds a task's entities in notes. Owns the engine it opened; closing it closes the engine.
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
    private final Engine engine;
    private final MentionDetector detector;
    private final SentenceSplitter splitter = new SentenceSplitter();

    private ClinicalNer(Engine engine, MentionDetector detector) {
        this.engine = engine;
        this.detector = detector;
    }

    /**
     * @param model a GGUF file, or a directory with a model: {@code ModelStore.path(id)}
     * @throws io.osler.models.OslerException when the model cannot be run here
     */
    public static ClinicalNer open(Path model, Task task, NerOptions options) {
        Engine engine = Engine.open(model, options.engine());
        ExampleSelector examples = ExampleSelector.spread(task.examples(), options.examples());
        return new ClinicalNer(engine, new LlmMentionDetector(engine, task, examples, options.openBias()));
    }

    /** Finds the mentions of one note. */
    public Annotations annotate(ClinicalNote note) {
        return annotate(note, done -> {});
    }

    /**
     * Finds the mentions of one note: split, put on one line, detect, put back.
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
        return new Annotations(note, mentions, sentences.size(), skipped, System.nanoTime() - begin);
    }

    /** How many sentences a note has: the unit of progress. */
    public int sentences(ClinicalNote note) {
        return splitter.split(note.text()).size();
    }

    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
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
