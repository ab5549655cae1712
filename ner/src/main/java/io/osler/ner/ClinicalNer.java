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
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Finds a task's entities in notes. Owns the engine it opened; closing it closes the engine.
 *
 * <pre>{@code
 * try (ClinicalNer ner = ClinicalNer.open(model, Tasks.find("clinical"), NerOptions.DEFAULTS)) {
 *     Annotations found = ner.annotate(new ClinicalNote("note-1", text));
 * }
 * }</pre>
 *
 * <p>Safe for many threads; the engine takes one sentence at a time.
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
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            try {
                mentions.addAll(mentionsOf(note, sentence));
            } catch (EngineException | IllegalArgumentException e) {
                skipped.add(skip(sentence, e));
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

    private List<Mention> mentionsOf(ClinicalNote note, Sentence sentence) {
        if (sentence.heading()) {
            return List.of();
        }
        Flattened flat = Flattened.of(note.text(), sentence.span());
        return detector.detect(flat.text()).stream()
                .map(mention -> new Mention(flat.inNote(mention.span()), mention.type(), mention.confidence()))
                .toList();
    }

    /** One sentence the model cannot take does not cost the note; anything else does. */
    private static Annotations.SkippedSpan skip(Sentence sentence, RuntimeException failure) {
        if (failure instanceof EngineException engine && engine.code() != EngineException.Code.CONTEXT_EXCEEDED) {
            throw failure;
        }
        return new Annotations.SkippedSpan(
                sentence.span().begin(), sentence.span().end(), failure.getMessage());
    }
}
