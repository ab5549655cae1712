package io.osler.ner.cli;

import io.osler.engine.EngineOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.NerOptions;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.evidence.EvidenceOptions;
import io.osler.ner.evidence.EvidencePart;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code fit-spans} is told. Filled by picocli. */
final class FitSpansOptions {
    @Option(
            names = "--task",
            paramLabel = "NAME",
            required = true,
            description = "What to find: a task, or a YAML file; prompts show its examples.")
    private String task;

    @Option(
            names = "--train",
            paramLabel = "CORPUS",
            description = "Annotated sentences to learn from: a file, a directory of brat pairs, or a directory with a"
                    + " train file (default: the task's examples).")
    private Path train;

    @Mixin
    private CorpusOptions corpusOptions;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Which model is asked. Without it: what fits this machine's memory.")
    private String model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "File for the evidence; replaced whole.")
    private Path out;

    @Option(
            names = "--sentences",
            paramLabel = "N",
            description = "How many sentences the model reads to fit to (default: 200).")
    private Integer sentences;

    @Option(
            names = "--evidence",
            paramLabel = "PARTS",
            description = "Who speaks: some of lm+pool+examples+kb (default: all there are).")
    private String parts;

    @Option(
            names = "--kb",
            paramLabel = "DIR",
            description = "Names of a knowledge base as further evidence: a directory of 'osler kb build', or starter.")
    private String kb;

    @Option(names = "--examples", paramLabel = "N", description = "As with annotate.")
    private Integer examples;

    @Option(names = "--select", paramLabel = "HOW", description = "As with annotate.")
    private String select;

    @Option(names = "--open-bias", paramLabel = "X", description = "As with annotate.")
    private Double openBias;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private EngineChoice engine;

    /** @throws UsageException when there is none of this name */
    Task task() {
        return UsageException.when(() -> Tasks.find(task));
    }

    /** Empty for the task's examples. */
    Optional<Path> train() {
        return Optional.ofNullable(train);
    }

    ReadOptions reading(Task of) {
        return corpusOptions.reading(of);
    }

    ChosenModel model(ModelChooser chooser) {
        return model == null ? chooser.byDefault() : chooser.named(model);
    }

    Path out() {
        return out;
    }

    /** How to open the dictionary, if one is to be asked. */
    Optional<Supplier<KnowledgeBase>> kb() {
        return Optional.ofNullable(kb).map(name -> () -> KbOption.named(name));
    }

    /** How {@code annotate} would ask. */
    NerOptions prompt() {
        return UsageException.when(() -> {
            NerOptions usual = NerOptions.DEFAULTS;
            NerOptions asked = select == null ? usual : usual.withSelection(SelectionSpec.parse(select));
            asked = examples == null ? asked : asked.withExamples(examples);
            return openBias == null ? asked : asked.withOpenBias(openBias);
        });
    }

    /** @throws UsageException when a number is out of range */
    EvidenceOptions evidence() {
        return UsageException.when(() -> {
            EvidenceOptions usual = EvidenceOptions.DEFAULTS.withSeed(seed);
            EvidenceOptions asked = sentences == null ? usual : usual.withSentences(sentences);
            return parts == null ? asked : asked.withParts(EvidencePart.parse(parts));
        });
    }

    EngineOptions engine() {
        return UsageException.when(engine::options);
    }
}
