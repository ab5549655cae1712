package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.engine.WeightForm;
import io.osler.ner.NerOptions;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How notes are read and where results go: what {@code annotate} and {@code demo} have in common. Filled by picocli. */
final class AnnotationOptions {
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
            description = "jsonl, brat, html; several with commas (default: ${DEFAULT-VALUE}).")
    private List<ExportFormat> formats;

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
    private DictionaryOptions dictionary;

    @Option(names = "--link", description = "Give each mention the concept it means, of the knowledge base.")
    private boolean link;

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

    @Option(
            names = "--weights",
            paramLabel = "FORM",
            converter = LowerCaseName.OfWeights.class,
            description =
                    "Number format of the weights as they run: auto, f32, bf16, int8, int4 (default: ${DEFAULT-VALUE}).")
    private WeightForm weights;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            converter = LowerCaseName.OfDevice.class,
            description = "auto, cpu, cuda (default: ${DEFAULT-VALUE}).")
    private ComputeDevice device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "CPU threads; 0 for all cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "Most tokens of examples and sentence together (default: ${DEFAULT-VALUE}).")
    private int context;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "How many annotated sentences the model is shown (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = "--open-bias",
            paramLabel = "X",
            description = "Above 0 finds more, below 0 is surer (default: ${DEFAULT-VALUE}).")
    private double openBias;

    /** Empty when the user named no directory. */
    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** In a fixed order, each once. */
    Set<ExportFormat> formats() {
        return EnumSet.copyOf(formats);
    }

    /** @throws UsageException when there is none of this name */
    Task task() {
        return UsageException.when(() -> Tasks.find(task));
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

    ChosenModel model(ModelChooser chooser) {
        return model == null ? chooser.byDefault() : chooser.named(model);
    }

    /** @throws UsageException when a number is out of range */
    NerOptions nerOptions() {
        return UsageException.when(() -> NerOptions.DEFAULTS
                .withExamples(examples)
                .withOpenBias(openBias)
                .withEngine(NerOptions.DEFAULTS
                        .engine()
                        .withWeightForm(weights)
                        .withDevice(device)
                        .withThreads(threads)
                        .withContextTokensMax(context)
                        .withAdapters(adapters)));
    }
}
