package io.osler.ner.cli;

import io.osler.engine.EngineOptions;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.eval.EvalGrid;
import io.osler.ner.eval.Setting;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code eval} is told. Filled by picocli. */
final class EvalOptions {
    @Option(
            names = "--corpus",
            paramLabel = "PLACE",
            required = true,
            description =
                    "An annotated corpus: a file, a directory of brat pairs, or a directory with a file per split.")
    private Path corpus;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "Which file of a directory: train, dev, test (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--pool",
            paramLabel = "PLACE",
            description =
                    "Where examples come from: a corpus; 'task' for the task's own; 'none'. Without it: the corpus's"
                            + " train split when it is a directory with one, else the task's own. Examples chosen for a"
                            + " sentence are never of its own document.")
    private String pool;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            defaultValue = "disease",
            description = "What to find (default: ${DEFAULT-VALUE}).")
    private String task;

    @Option(
            names = "--sample",
            paramLabel = "WHICH",
            defaultValue = "all",
            description = "all, first:N, random:N, random:N:SEED, ncbi-449 (default: ${DEFAULT-VALUE}).")
    private String sample;

    @Mixin
    private CorpusOptions corpusOptions;

    @Option(
            names = "--baselines",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "pool",
            description = "pool, dictionary, none (default: ${DEFAULT-VALUE}).")
    private List<String> baselines;

    @Option(names = "--grid", paramLabel = "FILE", description = "YAML file with settings; instead of the lists below.")
    private Path grid;

    @Option(
            names = "--models",
            paramLabel = "MODEL",
            split = ",",
            description = "Language models; none for baselines alone.")
    private List<String> models = List.of();

    @Option(names = "--heads", paramLabel = "FILE", split = ",", description = "Fitted heads ('osler fit').")
    private List<String> heads = List.of();

    @Option(
            names = "--head-model",
            paramLabel = "MODEL",
            description = "The model heads were fitted on; without it the one that their files name.")
    private String headModel;

    @Option(
            names = "--formats",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "tanl",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<String> formats;

    @Option(
            names = "--selectors",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "tfidf",
            description = "How examples are chosen (default: ${DEFAULT-VALUE}).")
    private List<String> selectors;

    @Option(
            names = "--k",
            paramLabel = "N",
            split = ",",
            defaultValue = "16",
            description = "How many examples; 0 for none (default: ${DEFAULT-VALUE}).")
    private List<Integer> k;

    @Option(
            names = "--kb",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "none",
            description = "Dictionaries (default: ${DEFAULT-VALUE}).")
    private List<String> kb;

    @Option(
            names = "--knowledge",
            paramLabel = "WAY",
            split = ",",
            defaultValue = "none",
            description = "What prompts take from a dictionary (default: ${DEFAULT-VALUE}).")
    private List<String> knowledge;

    @Option(
            names = "--grammar",
            paramLabel = "BOOL",
            split = ",",
            defaultValue = "true",
            description = "Whether answers are held to the format: true, false (default: ${DEFAULT-VALUE}).")
    private List<Boolean> grammar;

    @Option(
            names = "--open-bias",
            paramLabel = "X",
            split = ",",
            description = "Above 0 finds more, below 0 is surer (default: 0 with neighbours as examples, else 1).")
    private List<Double> openBias = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            split = ",",
            defaultValue = "7",
            description = "Of examples drawn (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds;

    @Option(
            names = "--decoding",
            paramLabel = "HOW",
            split = ",",
            defaultValue = "greedy",
            description = "How answers are made: greedy writes the copy, spans scores spans, with a threshold fitted on"
                    + " sentences of the pool (default: ${DEFAULT-VALUE}).")
    private List<String> decodings;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Sentences given to a model together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of the bootstrap (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Mixin
    private EngineChoice engine;

    @Option(
            names = "--context",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Most tokens of examples and sentence together (default: ${DEFAULT-VALUE}).")
    private int context;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description =
                    "Directory for the run and its reports; made when it is missing, gone on with when it holds a run.")
    private Path out;

    Path corpus() {
        return corpus;
    }

    String split() {
        return split;
    }

    /** "" when nobody said. */
    String pool() {
        return pool == null ? "" : pool;
    }

    String task() {
        return task;
    }

    String sample() {
        return sample;
    }

    ReadOptions reading(Task of) {
        return corpusOptions.reading(of);
    }

    List<String> baselines() {
        return baselines;
    }

    /** Null without a grid file. */
    Path grid() {
        return grid;
    }

    EvalGrid lists() {
        return new EvalGrid(
                models, formats, selectors, k, kb, knowledge, grammar, openBias, seeds, decodings, Map.of());
    }

    List<String> heads() {
        return heads;
    }

    /** {@code none} where the heads' files say. */
    String headModel() {
        return headModel == null ? Setting.NONE : headModel;
    }

    List<String> dictionaries() {
        return kb;
    }

    int batch() {
        return batch;
    }

    int resamples() {
        return resamples;
    }

    EngineOptions engine() {
        return UsageException.when(() -> engine.options().withContextTokensMax(context));
    }

    Path out() {
        return out;
    }
}
