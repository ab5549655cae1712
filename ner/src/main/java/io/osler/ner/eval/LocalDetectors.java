package io.osler.ner.eval;

import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.ner.AnnotatedText;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.TfidfNeighbours;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Detectors on this machine: language models that write TANL under the grammar, and the baselines. Holds one engine at a
 * time, which all settings of a model share. One thread.
 */
public final class LocalDetectors implements DetectorFactory, AutoCloseable {
    private static final List<String> SELECTORS = List.of("none", "spread", "static", "tfidf");

    private final Function<String, Path> models;
    private final EngineOptions options;
    private final Optional<Function<String, MentionDetector>> dictionaries;
    private final Map<String, String> fingerprints = new HashMap<>();
    private String openModel = "";
    private Engine engine;

    /**
     * @param models       the files of a model, by name
     * @param options      how engines are opened
     * @param dictionaries a detector by the name of its dictionary; empty when there are none
     */
    public LocalDetectors(
            Function<String, Path> models,
            EngineOptions options,
            Optional<Function<String, MentionDetector>> dictionaries) {
        this.models = models;
        this.options = options;
        this.dictionaries = dictionaries;
    }

    @Override
    public EvalDetector open(Setting setting, Task task) {
        return switch (setting.detector()) {
            case Setting.POOL -> EvalDetector.of(new PoolDictionaryDetector(task.examples()), Optional.empty());
            case Setting.DICTIONARY -> EvalDetector.of(dictionary(setting.kb()), Optional.empty());
            default -> llm(setting, task);
        };
    }

    @Override
    public String fingerprint(Setting setting) {
        return setting.detector().equals(Setting.LLM)
                ? fingerprints.computeIfAbsent(setting.model(), model -> Fingerprint.ofFiles(models.apply(model)))
                        + options
                : "";
    }

    private MentionDetector dictionary(String kb) {
        return dictionaries
                .orElseThrow(() -> new IllegalArgumentException(
                        "the dictionary '%s' is asked for, but none is at hand here".formatted(kb)))
                .apply(kb);
    }

    private EvalDetector llm(Setting setting, Task task) {
        if (!setting.format().equals("tanl")
                || !setting.grammar()
                || !setting.knowledge().equals(Setting.NONE)) {
            throw new IllegalArgumentException(
                    "setting '%s' is not one this factory makes, expected format tanl, the grammar on and no knowledge"
                            .formatted(setting.label()));
        }
        ExampleSelector selector = selector(setting, task.examples());
        Engine open = engine(setting.model());
        return EvalDetector.of(new LlmMentionDetector(open, task, selector, setting.openBias()), Optional.of(open));
    }

    /** With a pool smaller than k, all of it. */
    static ExampleSelector selector(Setting setting, List<AnnotatedText> pool) {
        int k = Math.min(setting.k(), pool.size());
        return switch (setting.selector()) {
            case "none" -> ExampleSelector.fixed(List.of());
            case "spread" -> ExampleSelector.spread(pool, k);
            case "static" -> ExampleSelector.fixed(drawn(pool, setting.seed()).subList(0, k));
            case "tfidf", "kate:tfidf" -> new TfidfNeighbours(pool, k);
            default ->
                throw new IllegalArgumentException(
                        "selector is '%s', expected one of %s".formatted(setting.selector(), SELECTORS));
        };
    }

    private static List<AnnotatedText> drawn(List<AnnotatedText> pool, long seed) {
        List<AnnotatedText> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    private Engine engine(String model) {
        if (!model.equals(openModel)) {
            close();
            engine = Engine.open(models.apply(model), options);
            openModel = model;
        }
        return engine;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
            openModel = "";
        }
    }
}
