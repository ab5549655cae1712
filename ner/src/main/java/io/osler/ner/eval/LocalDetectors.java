package io.osler.ner.eval;

import io.osler.engine.Embedder;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.AnnotatedText;
import io.osler.ner.DefaultModel;
import io.osler.ner.corpus.DocumentGroups;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.detect.AnswerDetector;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.DictionaryMentionDetector;
import io.osler.ner.detect.DiragDetector;
import io.osler.ner.detect.DiragOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.detect.RevisingDetector;
import io.osler.ner.detect.SpanScoreDetector;
import io.osler.ner.detect.SpanScoreOptions;
import io.osler.ner.detect.SpanThreshold;
import io.osler.ner.detect.TermDictionary;
import io.osler.ner.evidence.EvidenceNames;
import io.osler.ner.files.Fingerprint;
import io.osler.ner.head.HeadFile;
import io.osler.ner.head.HeadInfo;
import io.osler.ner.head.HeadMentionDetector;
import io.osler.ner.head.HeadNames;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.Heads;
import io.osler.ner.link.EmbedderEncoder;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.select.SelectorParts;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Detectors on this machine: language models asked in any format, with a dictionary's facts or without, and the
 * baselines. Holds one engine, one dictionary and one encoder at a time, which the settings that name them share. One
 * thread.
 *
 * <p>Ways a prompt may take knowledge: {@code dirag} (what the dictionary finds in the sentence), {@code dirag-model}
 * (what the model proposes, as the study does it), {@code dirag-both}, and {@code revise} (answer first, then look up).
 * Further settings: {@code profile}, {@code chat}, {@code definitions}, {@code encoder}, {@code order}; {@code decoding}
 * ({@code greedy}: the copy is written, {@code spans}: spans are scored) and the {@code threshold} of scored spans, a number
 * or {@code fit}, which fits it on 100 sentences of the pool; with scored spans also {@code evidence} and what {@link PoolEvidence} reads beside
 * it; of a head {@code file} and
 * {@code min-confidence}.
 */
public final class LocalDetectors implements DetectorFactory, AutoCloseable {
    private static final String DIRAG = "dirag";
    private static final String REVISE = "revise";
    private static final String GREEDY = "greedy";
    private static final String SPANS = "spans";
    private static final String FIT = "fit";
    private static final int FIT_SENTENCES = 100;

    /** Among a setting's further ones: how an answer is made. */
    static final String DECODING = "decoding";

    private final LocalParts parts;
    private final EngineOptions options;
    private final OwnDocuments own;
    private final List<GoldSentence> pool;
    private final Map<String, String> fingerprints = new HashMap<>();
    private final Held<Engine> engine;
    private final Held<KnowledgeBase> dictionary;
    private final Held<Embedder> encoder;

    /**
     * @param parts   where names lead
     * @param options how engines are opened
     * @param own     documents that retrieved examples must not come from
     */
    public LocalDetectors(LocalParts parts, EngineOptions options, OwnDocuments own) {
        this(parts, options, own, List.of());
    }

    /**
     * @param parts   where names lead
     * @param options how engines are opened
     * @param own     documents that retrieved examples must not come from
     * @param pool    the sentences that settings choose examples from, with their documents; empty when they are not known
     */
    public LocalDetectors(LocalParts parts, EngineOptions options, OwnDocuments own, List<GoldSentence> pool) {
        this.pool = List.copyOf(pool);
        this.parts = parts;
        this.options = options;
        this.own = own;
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
            case Setting.HEAD -> head(setting, task);
            default ->
                switch (setting.more().getOrDefault(DECODING, GREEDY)) {
                    case GREEDY -> EvalDetector.of(llm(setting, task));
                    case SPANS -> spans(setting, task);
                    default ->
                        throw new IllegalArgumentException("decoding is '%s', expected %s or %s"
                                .formatted(setting.more().get(DECODING), GREEDY, SPANS));
                };
        };
    }

    @Override
    public String fingerprint(Setting setting) {
        StringBuilder prints = new StringBuilder();
        if (setting.detector().equals(Setting.LLM)) {
            prints.append(fingerprints.computeIfAbsent(
                            "model " + setting.model(), _ -> Fingerprint.ofFiles(parts.model(setting.model()))))
                    .append(resultsDependOn(options));
        }
        if (setting.detector().equals(Setting.HEAD)) { // whose header names the files of its models
            prints.append(resultsDependOn(options)).append(Fingerprint.ofFiles(headFile(setting)));
        }
        if (!setting.kb().equals(Setting.NONE)) {
            prints.append(fingerprints.computeIfAbsent(
                    "kb " + setting.kb(),
                    name -> Long.toHexString(dictionary.of(setting.kb()).fingerprint())));
        }
        PoolEvidence.kb(setting)
                .ifPresent(kb -> prints.append(fingerprints.computeIfAbsent(
                        "kb " + kb, _ -> Long.toHexString(dictionary.of(kb).fingerprint()))));
        return prints.append(setting.k() > 0 ? own.fingerprint() : "").toString();
    }

    /** The rest changes speed alone: a run may go on with other threads or another memory. */
    private static String resultsDependOn(EngineOptions options) {
        return "%s %s %d %s"
                .formatted(options.weightForm(), options.device(), options.contextTokensMax(), options.adapters());
    }

    private EvalDetector head(Setting setting, Task task) {
        Path file = headFile(setting);
        HeadInfo info = HeadFile.info(file);
        Heads.requireTask(file, info, task);
        List<String> models = setting.model().equals(Setting.NONE)
                ? info.models()
                : List.of(setting.model().split("\\+"));
        HeadReader reader =
                models.stream().map(this::reader).reduce(HeadReader::and).orElseThrow();
        Optional<HeadNames> names = setting.kb().equals(Setting.NONE)
                ? Optional.empty()
                : Optional.of(HeadNames.of(dictionary.of(setting.kb()), LabelTypes.of(task)));
        OptionalDouble least = setting.more().containsKey("min-confidence")
                ? OptionalDouble.of(Double.parseDouble(setting.more().get("min-confidence")))
                : OptionalDouble.empty();
        return EvalDetector.of(
                new HeadMentionDetector(reader, List.of(Heads.open(file, reader, names)), least),
                models.stream()
                        .filter(name -> !parts.isEncoder(name))
                        .findFirst()
                        .map(engine::of),
                info.scores().words());
    }

    /** One of a head's models; it stays open for other settings. */
    private HeadReader reader(String model) {
        return parts.isEncoder(model)
                ? HeadReader.of(encoder.of(model), model)
                : HeadReader.of(engine.of(model), model);
    }

    private static Path headFile(Setting setting) {
        String file = setting.more().get("file");
        if (file == null) {
            throw new IllegalArgumentException("a setting of a head names no file, expected one under 'file'");
        }
        return Path.of(file);
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

    /** With the threshold that {@code more} names, or fitted on a sample of the pool when it says {@code fit}. */
    private EvalDetector spans(Setting setting, Task task) {
        if (!setting.knowledge().equals(Setting.NONE)) {
            throw new IllegalArgumentException(
                    "knowledge is '%s' with decoding %s, expected none".formatted(setting.knowledge(), SPANS));
        }
        Optional<PoolEvidence> evidence = PoolEvidence.of(setting);
        if (evidence.isPresent()) {
            DetectorOptions asked = asked(setting, task);
            ExampleSelector selector = selector(setting, task.examples());
            Optional<EvidenceNames> names =
                    PoolEvidence.kb(setting).map(kb -> EvidenceNames.of(dictionary.of(kb), LabelTypes.of(task)));
            return evidence.get()
                    .fitted(engine.of(setting.model()), task, selector, own, documents(task.examples()), asked, names);
        }
        String threshold = setting.more().getOrDefault("threshold", FIT);
        SpanScoreOptions options = threshold.equals(FIT)
                ? SpanScoreOptions.DEFAULTS
                : SpanScoreOptions.DEFAULTS.withThreshold(Double.parseDouble(threshold));
        DetectorOptions asked = asked(setting, task);
        ExampleSelector selector = selector(setting, task.examples());
        Engine open = engine.of(setting.model());
        SpanScoreDetector detector = new SpanScoreDetector(
                open, task, selector, asked, new PoolDictionaryDetector(task.examples()), options);
        if (!threshold.equals(FIT) || task.examples().isEmpty()) {
            return EvalDetector.of(detector, Optional.of(open));
        }
        List<AnnotatedText> sample = SpanThreshold.sample(task.examples(), FIT_SENTENCES, setting.seed());
        double best = SpanThreshold.fit(detector, sample).threshold();
        return EvalDetector.of(
                detector.withThreshold(best),
                Optional.of(open),
                String.format(Locale.ROOT, "threshold %.3f of %,d sentences of the pool", best, sample.size()));
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
        SelectionSpec spec = setting.selection().withK(Math.min(setting.k(), pool.size()));
        SelectorParts needed = SelectorParts.NONE;
        if (spec.strategy().needsEncoder()) {
            needed = needed.withEncoder(
                    new EmbedderEncoder(encoder.of(setting.more().getOrDefault("encoder", DefaultModel.ENCODER_ID))));
        }
        if (spec.strategy() == SelectionSpec.Strategy.ENTITY) {
            String kb = setting.kb().equals(Setting.NONE) ? "starter" : setting.kb();
            needed = needed.withCandidates(dictionary.of(kb));
        }
        return ExampleSelector.of(spec, new ExamplePool(pool, documents(pool)), needed)
                .outside(own::of);
    }

    /** The document of each sentence; some that stand together where documents are not known. */
    private List<String> documents(List<AnnotatedText> sentences) {
        if (!own.pool().isEmpty()) {
            return own.pool();
        }
        return pool.size() == sentences.size() ? DocumentGroups.of(pool) : DocumentGroups.blocks(sentences.size());
    }

    @Override
    public void close() {
        engine.close();
        dictionary.close();
        encoder.close();
    }
}
