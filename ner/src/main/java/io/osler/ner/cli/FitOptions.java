package io.osler.ner.cli;

import io.osler.engine.EngineOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.head.HeadOptions;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code fit} is told. Filled by picocli. */
final class FitOptions {
    /** Small, and in first trials as good for heads as one ten times its size. */
    static final String MODEL_OTHERWISE = "smollm2-135m-instruct";

    @Option(
            names = "--task",
            paramLabel = "NAME",
            required = true,
            description = "What to find: a task, or a YAML file.")
    private String task;

    @Option(
            names = "--train",
            paramLabel = "CORPUS",
            required = true,
            arity = "1..*",
            description = "Annotated sentences: a file, a directory of brat pairs, or a directory with a train file."
                    + " Several, or given again: all of them together.")
    private List<Path> train;

    @Option(
            names = "--dev",
            paramLabel = "CORPUS",
            description = "Other annotated documents to judge the head by. Without it: those that each of its networks"
                    + " holds out of training.")
    private Path dev;

    @Mixin
    private CorpusOptions corpusOptions;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "0",
            description = "Fit to so many sentences, drawn by the seed; 0 for all (default: ${DEFAULT-VALUE}).")
    private int sample;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Whose hidden states the head reads: a language model or an encoder, or several joined by +,"
                    + " whose states stand side by side (default: " + MODEL_OTHERWISE + ").")
    private String model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "HEAD",
            required = true,
            description = "File for the head; replaced whole.")
    private Path out;

    @Option(names = "--networks", paramLabel = "N", description = "Networks whose answers are averaged (default: 4).")
    private Integer networks;

    @Option(
            names = "--evidence",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the head is also told which words and strings the training sentences annotate; these"
                    + " stand in its file then (default: ${DEFAULT-VALUE}).")
    private boolean evidence;

    @Option(
            names = "--kb",
            paramLabel = "DIR",
            description = "Names of a knowledge base as further evidence: a directory of 'osler kb build', or starter.")
    private String kb;

    @Option(
            names = "--layers",
            paramLabel = "N",
            split = ",",
            description =
                    "After how many of the model's layers states are taken (default: at 40, 60 and 80 % of them).")
    private List<Integer> layers = List.of();

    @Option(
            names = "--curve",
            paramLabel = "N",
            split = ",",
            description = "Also fit to so many sentences, and tell the scores: the learning curve.")
    private List<Integer> curve = List.of();

    @Option(
            names = "--ablation",
            description = "Also fit without each part of the evidence, only to tell what it is worth.")
    private boolean ablation;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
    private int seed;

    @Mixin
    private EngineChoice engine;

    /** @throws UsageException when there is none of this name */
    Task task() {
        return UsageException.when(() -> Tasks.find(task));
    }

    List<Path> train() {
        return train;
    }

    Optional<Path> dev() {
        return Optional.ofNullable(dev);
    }

    ReadOptions reading(Task of) {
        return corpusOptions.reading(of);
    }

    /** 0 for all. */
    int sample() {
        return sample;
    }

    int seed() {
        return seed;
    }

    /** At least one. */
    List<String> models() {
        return HeadsOption.names(model == null ? MODEL_OTHERWISE : model);
    }

    Path out() {
        return out;
    }

    /** How to open the dictionary, if one is to be asked. */
    Optional<Supplier<KnowledgeBase>> kb() {
        return Optional.ofNullable(kb).map(name -> () -> KbOption.named(name));
    }

    /** @throws UsageException when a number is out of range */
    HeadOptions head() {
        return UsageException.when(() -> {
            HeadOptions usual = HeadOptions.DEFAULTS;
            return usual.withSeeds(networks == null ? usual.seeds() : networks)
                    .withEvidence(evidence)
                    .withLayers(layers)
                    .withCurve(curve)
                    .withTraining(usual.training().withSeed(seed));
        });
    }

    /** @throws UsageException when there is no evidence to be left out */
    boolean ablation() {
        if (ablation && !evidence && kb == null) {
            throw new UsageException("--ablation leaves out evidence, but with --no-evidence there is none");
        }
        return ablation;
    }

    EngineOptions engine() {
        return UsageException.when(engine::options);
    }
}
