package io.osler.ner.cli;

import io.osler.engine.EngineOptions;
import io.osler.ner.NerOptions;
import io.osler.ner.propose.ProposalFormat;
import io.osler.ner.propose.Uncertainty;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code propose} is told. Filled by picocli. */
final class ProposeOptions {
    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "What to find: a task, or a YAML file. With --head its own labels hold.")
    private String task;

    @Mixin
    private HeadsOption heads;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "With --head: the model it was fitted on. Without: a model that proposes by a prompt.")
    private String model;

    @Mixin
    private DictionaryOptions dictionary;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many sentences (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Directory for the sentences; made when it is missing.")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            converter = LowerCaseName.OfProposals.class,
            defaultValue = "label-studio",
            description = "label-studio, brat or jsonl (default: ${DEFAULT-VALUE}).")
    private ProposalFormat format;

    @Option(
            names = "--uncertainty",
            paramLabel = "HOW",
            converter = LowerCaseName.OfUncertainty.class,
            description = "With --head: mnlp, how unlikely the likeliest reading is by word; or entropy, how much there"
                    + " is to learn of all that may be mentions (default: mnlp).")
    private Uncertainty uncertainty;

    @Option(
            names = "--diversity",
            paramLabel = "X",
            defaultValue = "0.3",
            description = "From 0, the least sure ones, to 1, as unlike each other as can be (default:"
                    + " ${DEFAULT-VALUE}). Sentences that nearly repeat others are left out in any case.")
    private double diversity;

    @Option(
            names = "--annotated",
            paramLabel = "CORPUS",
            arity = "1..*",
            description = "What is annotated already: nothing that repeats it is proposed. Several, or given again.")
    private List<Path> annotated = List.of();

    @Option(
            names = "--read",
            paramLabel = "N",
            defaultValue = "0",
            description = "Read notes, drawn by the seed, until so many sentences are read; 0 for all (default:"
                    + " ${DEFAULT-VALUE}).")
    private int read;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--force", description = "Replace earlier proposals in the output directory.")
    private boolean force;

    @Mixin
    private EngineChoice engine;

    /** @throws UsageException when there is none of this name, or none named and no head */
    Task task() {
        Optional<Task> asked = Optional.ofNullable(task).map(name -> UsageException.when(() -> Tasks.find(name)));
        if (heads.given()) {
            return heads.task(asked);
        }
        return asked.orElseThrow(() -> new UsageException(
                "what shall be found? Name a --task, such as %s".formatted(String.join(", ", Tasks.BUILT_IN))));
    }

    HeadsOption heads() {
        return heads;
    }

    Optional<String> model() {
        return Optional.ofNullable(model);
    }

    DictionaryOptions dictionary() {
        return dictionary;
    }

    int count() {
        return atLeast("--count", count, 1);
    }

    Path out() {
        return out;
    }

    ProposalFormat format() {
        return format;
    }

    /** @throws UsageException when it was named and nobody can say it */
    Uncertainty uncertainty() {
        if (uncertainty != null && !heads.given()) {
            throw new UsageException("--uncertainty is for fitted heads; name one with --head");
        }
        return uncertainty == null ? Uncertainty.MNLP : uncertainty;
    }

    double diversity() {
        if (!(diversity >= 0 && diversity <= 1)) {
            throw new UsageException("--diversity is %s, expected 0 to 1".formatted(diversity));
        }
        return diversity;
    }

    List<Path> annotated() {
        return annotated;
    }

    /** 0 for all. */
    int read() {
        return atLeast("--read", read, 0);
    }

    long seed() {
        return seed;
    }

    boolean force() {
        return force;
    }

    EngineOptions engine() {
        return UsageException.when(engine::options);
    }

    /** Of a prompt; what a note says of a mention is not asked. */
    NerOptions prompt() {
        return NerOptions.DEFAULTS.withAssertions(Optional.empty()).withEngine(engine());
    }

    private static int atLeast(String option, int value, int least) {
        if (value < least) {
            throw new UsageException("%s is %d, expected at least %d".formatted(option, value, least));
        }
        return value;
    }
}
