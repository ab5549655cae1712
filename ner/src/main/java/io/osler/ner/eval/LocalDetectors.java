package io.osler.ner.eval;

import io.osler.engine.Embedder;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.ScanOptions;
import io.osler.ner.AnnotatedText;
import io.osler.ner.detect.AnswerDetector;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.DictionaryMentionDetector;
import io.osler.ner.detect.DiragDetector;
import io.osler.ner.detect.DiragOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.detect.RevisingDetector;
import io.osler.ner.detect.TermDictionary;
import io.osler.ner.link.EmbedderEncoder;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.select.SelectorParts;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Detectors on this machine: language models asked in any format, with a dictionary's facts or without, and the
 * baselines. Holds one engine, one dictionary and one encoder at a time, which the settings that name them share. One
 * thread.
 *
 * <p>Ways a prompt may take knowledge: {@code dirag} (what the dictionary finds in the sentence), {@code dirag-model}
 * (what the model proposes, as the study does it), {@code dirag-both}, and {@code revise} (answer first, then look up).
 * Further settings: {@code profile}, {@code chat}, {@code definitions}, {@code encoder}, {@code order}.
 */
public final class LocalDetectors implements DetectorFactory, AutoCloseable {
    private static final String DIRAG = "dirag";
    private static final String REVISE = "revise";
    private static final String ENCODER_OTHERWISE = "all-minilm-l6-v2";

    private final LocalParts parts;
    private final EngineOptions options;
    private final Map<String, String> fingerprints = new HashMap<>();
    private final Held<Engine> engine;
    private final Held<KnowledgeBase> dictionary;
    private final Held<Embedder> encoder;

    /**
     * @param parts   where names lead
     * @param options how engines are opened
     */
    public LocalDetectors(LocalParts parts, EngineOptions options) {
        this.parts = parts;
        this.options = options;
        this.engine = new Held<>(name -> Engine.open(parts.model(name), options));
        this.dictionary = new Held<>(parts::dictionary);
        this.encoder = new Held<>(parts::encoder);
    }

    @Override
    public EvalDetector open(Setting setting, Task task) {
        return switch (setting.detector()) {
            case Setting.POOL -> EvalDetector.of(new PoolDictionaryDetector(task.examples()), Optional.empty());
            case Setting.DICTIONARY ->
                EvalDetector.of(
                        new DictionaryMentionDetector(dictionary.of(setting.kb()), LabelTypes.of(task)),
                        Optional.empty());
            default -> EvalDetector.of(llm(setting, task));
        };
    }

    @Override
    public String fingerprint(Setting setting) {
        StringBuilder prints = new StringBuilder();
        if (setting.detector().equals(Setting.LLM)) {
            prints.append(fingerprints.computeIfAbsent(
                            "model " + setting.model(), name -> Fingerprint.ofFiles(parts.model(setting.model()))))
                    .append(options);
        }
        if (!setting.kb().equals(Setting.NONE)) {
            prints.append(fingerprints.computeIfAbsent(
                    "kb " + setting.kb(),
                    name -> Long.toHexString(dictionary.of(setting.kb()).fingerprint())));
        }
        return prints.toString();
    }

    private AnswerDetector llm(Setting setting, Task task) {
        // What a user may have mistyped comes first: a model may be a download of gigabytes.
        DetectorOptions asked = asked(setting, task);
        ExampleSelector selector = selector(setting, task.examples());
        Engine open = engine.of(setting.model());
        if (setting.knowledge().equals(Setting.NONE)) {
            return new LlmMentionDetector(open, task, selector, asked);
        }
        TermDictionary terms = TermDictionary.of(dictionary.of(setting.kb()));
        DiragOptions facts = DiragOptions.DEFAULTS.withDefinitions(
                Boolean.parseBoolean(setting.more().getOrDefault("definitions", "true")));
        String way = setting.knowledge();
        if (way.equals(REVISE)) {
            AnswerDetector first = new LlmMentionDetector(open, task, selector, asked);
            return new RevisingDetector(open, task, first, asked, terms, facts);
        }
        if (way.equals(DIRAG) || way.startsWith(DIRAG + "-")) {
            String candidates = way.equals(DIRAG) ? "scan" : way.substring(DIRAG.length() + 1);
            return new DiragDetector(
                    open, task, selector, asked, terms, facts.withCandidates(DiragOptions.Candidates.of(candidates)));
        }
        throw new IllegalArgumentException(
                "knowledge is '%s', expected none, dirag, dirag-model, dirag-both or revise".formatted(way));
    }

    private static DetectorOptions asked(Setting setting, Task task) {
        DetectorOptions ofTask = DetectorOptions.of(task.defaults());
        String profile = setting.more().get("profile");
        return new DetectorOptions(
                OutputFormat.of(setting.format()),
                profile == null ? ofTask.profile() : PromptProfile.of(profile),
                setting.grammar(),
                Boolean.parseBoolean(setting.more().getOrDefault("chat", "false")),
                setting.openBias(),
                ofTask.answerTokensMax(),
                ofTask.boundary());
    }

    /** With a pool smaller than k, all of it. */
    ExampleSelector selector(Setting setting, List<AnnotatedText> pool) {
        String name = setting.selector().equals("tfidf") ? "kate:tfidf" : setting.selector();
        String order =
                setting.more().containsKey("order") ? ",order=" + setting.more().get("order") : "";
        SelectionSpec spec = SelectionSpec.parse(name + order)
                .withK(Math.min(setting.k(), pool.size()))
                .withSeed(setting.seed());
        SelectorParts needed = SelectorParts.NONE;
        if (spec.strategy().needsEncoder()) {
            needed = needed.withEncoder(
                    new EmbedderEncoder(encoder.of(setting.more().getOrDefault("encoder", ENCODER_OTHERWISE))));
        }
        if (spec.strategy() == SelectionSpec.Strategy.ENTITY) {
            String kb = setting.kb().equals(Setting.NONE) ? "starter" : setting.kb();
            needed = needed.withCandidates(sentence -> terms(dictionary.of(kb), sentence));
        }
        return ExampleSelector.of(spec, ExamplePool.of(pool), needed);
    }

    private static List<String> terms(KnowledgeBase names, String sentence) {
        return names.scan(sentence, ScanOptions.DEFAULTS).stream()
                .map(match -> sentence.substring(match.begin(), match.end()))
                .toList();
    }

    @Override
    public void close() {
        engine.close();
        dictionary.close();
        encoder.close();
    }
}
