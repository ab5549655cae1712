package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.ner.ConfidenceBand;
import io.osler.ner.NerOptions;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.detect.SpanScoreOptions;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How notes are read and where results go: what {@code annotate} and {@code demo} have in common. Filled by picocli. */
final class AnnotationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Directory for the results; made when it is missing.")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            split = ",",
            converter = LowerCaseName.OfFormat.class,
            description =
                    "jsonl, brat, html, pubtator, bioc, iob2, spacy, label-studio, fhir, omop; several with commas"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<ExportFormat> formats;

    @Option(
            names = "--offsets",
            paramLabel = "UNIT",
            converter = LowerCaseName.OfOffsets.class,
            description = "What offsets in results count: code-points, or utf-16 as Java and JavaScript do"
                    + " (default: ${DEFAULT-VALUE}).")
    private OffsetUnit offsets;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "What to find: clinical (problem, treatment, test), disease, or a YAML file of your own"
                    + " (default: ${DEFAULT-VALUE}).")
    private String task;

    @Option(
            names = "--detector",
            paramLabel = "NAME",
            converter = LowerCaseName.OfDetector.class,
            description = "Who finds mentions: llm, or dictionary: the names of a knowledge base, without a model"
                    + " (default: ${DEFAULT-VALUE}).")
    private Detector detector;

    @Mixin
    private HeadsOption heads;

    @Mixin
    private DictionaryOptions dictionary;

    @Option(names = "--link", description = "Give each mention the concept it means, of the knowledge base.")
    private boolean link;

    @Option(
            names = "--no-assert",
            description = "Leave out whether a mention is denied, possible, somebody else's or historical.")
    private boolean unasserted;

    @Option(
            names = "--assertion-rules",
            paramLabel = "FILE",
            description = "Phrases of your own that say so, beside the built-in ones: phrase, modifier, direction with"
                    + " tabs between.")
    private Path assertionRules;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "An id of 'osler models list', hub:owner/name, or the path of a GGUF file or model directory;"
                    + " pulled when it is not here yet. Without it: what fits this machine's memory.")
    private String model;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "A directory with a LoRA adapter of the model, merged into its weights; may be given again.")
    private List<Path> adapters = List.of();

    @Mixin
    private EngineChoice engine;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "Most tokens of examples and sentence together (default: ${DEFAULT-VALUE}).")
    private int context;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "How many annotated sentences the model is shown (default: as the task says, for those built"
                    + " in 16).")
    private Integer examples;

    @Option(
            names = "--select",
            paramLabel = "HOW",
            description = "Which annotated sentences: spread, static, kate:tfidf, kate:embedding, hybrid, entity, and"
                    + " others (default: as the task says, for those built in spread).")
    private String select;

    @Option(
            names = "--notation",
            paramLabel = "NAME",
            description = "How the model says what it found: tanl, dice, json (default: as the task says, for those"
                    + " built in tanl).")
    private String notation;

    @Option(
            names = "--open-bias",
            paramLabel = "X",
            description = "Above 0 finds more, below 0 is surer (default: 0 with neighbours as examples, else 1).")
    private Double openBias;

    @Option(
            names = "--decoding",
            paramLabel = "HOW",
            converter = LowerCaseName.OfDecoding.class,
            description =
                    "greedy: the model writes the sentence with marks; spans: likely spans are scored and the best"
                            + " that do not overlap taken (default: ${DEFAULT-VALUE}).")
    private AnswerDecoding decoding;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            description = "With --decoding spans: least probability of a span (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Mixin
    private EvidenceOption evidence;

    @Option(
            names = "--review",
            paramLabel = "LOW,HIGH",
            description = "List mentions of a confidence from LOW to below HIGH in review.jsonl.")
    private String review;

    @Option(
            names = "--verify",
            description = "With --review: these are not listed; the model is asked about each, and those with a no go.")
    private boolean verify;

    /** Empty when the user named no directory. */
    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** In a fixed order, each once. */
    Set<ExportFormat> formats() {
        return EnumSet.copyOf(formats);
    }

    /**
     * What offsets in results count.
     *
     * @throws UsageException when one of the formats cannot have such offsets
     */
    OffsetUnit offsets() {
        return UsageException.when(() -> {
            formats().forEach(format -> format.requireOffsets(offsets));
            return offsets;
        });
    }

    /** @throws UsageException when there is none of this name */
    Task task() {
        if (heads.given()) {
            return heads.task(
                    named("--task") ? Optional.of(UsageException.when(() -> Tasks.find(task))) : Optional.empty());
        }
        return UsageException.when(() -> Tasks.find(task));
    }

    /** Whether the user wrote this option, or its default stands. */
    private boolean named(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    EvidenceOption evidence() {
        return evidence;
    }

    /** Least probability of a span, if the user named one. */
    OptionalDouble threshold() {
        return named("--threshold") ? OptionalDouble.of(threshold) : OptionalDouble.empty();
    }

    HeadsOption heads() {
        return heads;
    }

    Detector detector() {
        return detector;
    }

    DictionaryOptions dictionary() {
        return dictionary;
    }

    /** Whether mentions are linked to concepts. */
    boolean link() {
        return link;
    }

    /** What results call the knowledge base; empty when the run asks none. */
    String knowledgeBaseName() {
        return link || detector == Detector.DICTIONARY ? dictionary.kb().name() : "";
    }

    /** What is listed for people to look at; empty when nothing is. */
    Optional<ReviewList> reviewList() {
        return verify ? Optional.empty() : review().map(doubtful -> new ReviewList(doubtful, offsets()));
    }

    /**
     * Confidences that are doubtful; empty when the user named none.
     *
     * @throws UsageException when they are no band
     */
    Optional<ConfidenceBand> review() {
        return UsageException.when(() -> Optional.ofNullable(review).map(ConfidenceBand::parse));
    }

    Optional<String> model() {
        return Optional.ofNullable(model);
    }

    private Optional<AssertionRules> assertions() {
        if (unasserted) {
            return Optional.empty();
        }
        return Optional.of(assertionRules == null ? AssertionRules.BUILT_IN : AssertionRules.extended(assertionRules));
    }

    /** Where models run. */
    ComputeDevice device() {
        return engine.device();
    }

    /** @throws UsageException when a number is out of range, or a name is not known */
    NerOptions nerOptions() {
        return UsageException.when(() -> asked(usual())
                .withAssertions(assertions())
                .withEngine(engine.options().withContextTokensMax(context).withAdapters(adapters)));
    }

    /** As evidence was fitted, where there is some. */
    private NerOptions usual() {
        if (evidence.given() && decoding != AnswerDecoding.SPANS) {
            throw new IllegalArgumentException("--evidence judges scored spans, expected --decoding spans");
        }
        return evidence.given()
                ? NerOptions.DEFAULTS
                        .withSelection(evidence.prompt().selection())
                        .withOpenBias(evidence.prompt().openBias())
                : NerOptions.DEFAULTS;
    }

    private NerOptions asked(NerOptions options) {
        NerOptions with = examples == null ? options : options.withExamples(examples);
        with = select == null ? with : with.withSelection(SelectionSpec.parse(select));
        with = openBias == null ? with : with.withOpenBias(openBias);
        with = notation == null ? with : with.withFormat(OutputFormat.of(notation));
        if (decoding == AnswerDecoding.SPANS) {
            with = with.withSpans(SpanScoreOptions.DEFAULTS.withThreshold(threshold));
        }
        Optional<ConfidenceBand> band = review();
        if (verify && band.isEmpty()) {
            throw new IllegalArgumentException("--verify asks about what --review LOW,HIGH names, expected both");
        }
        return verify ? with.withVerified(band.get()) : with;
    }
}
