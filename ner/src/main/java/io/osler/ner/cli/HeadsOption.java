package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.head.HeadFile;
import io.osler.ner.head.HeadInfo;
import io.osler.ner.head.Heads;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Which fitted heads find the mentions of a run. Filled by picocli. */
final class HeadsOption {
    @Option(
            names = "--head",
            paramLabel = "FILE",
            description =
                    "A head of 'osler fit' finds the mentions, instead of a prompt: on the models it was fitted on,"
                            + " with its own labels. May be given again; heads of the same models share their pass.")
    private List<Path> files = List.of();

    @Option(
            names = "--min-confidence",
            paramLabel = "X",
            description = "With --head: every mention of at least this confidence, and no other. Less than 0.5 finds"
                    + " more, more is surer. Without it the likeliest reading of each sentence.")
    private Double confidenceMin;

    @Option(
            names = "--head-kb",
            paramLabel = "DIR",
            description = "With --head: the knowledge base whose names a head was fitted with.")
    private String kb;

    boolean given() {
        return !files.isEmpty();
    }

    List<Path> files() {
        return files;
    }

    OptionalDouble confidenceMin() {
        if (confidenceMin == null) {
            return OptionalDouble.empty();
        }
        if (!given()) {
            throw new UsageException("--min-confidence is for fitted heads; name one with --head");
        }
        if (!(confidenceMin >= 0 && confidenceMin <= 1)) {
            throw new UsageException("--min-confidence is %s, expected 0 to 1".formatted(confidenceMin));
        }
        return OptionalDouble.of(confidenceMin);
    }

    Optional<KnowledgeBase> names() {
        return Optional.ofNullable(kb).map(KbOption::named);
    }

    /**
     * The labels of all heads.
     *
     * @param asked the task a user named; each head must be of it
     */
    Task task(Optional<Task> asked) {
        Map<String, Label> labels = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            HeadInfo info = HeadFile.info(file);
            asked.ifPresent(task -> Heads.requireTask(file, info, task));
            names.add(info.task());
            info.labels().forEach(label -> labels.putIfAbsent(label, label(info.task(), label)));
        }
        return new Task(String.join("+", names), "text", List.copyOf(labels.values()), List.of());
    }

    /** With what a built-in task says of its labels; of other tasks the head has only their names. */
    private static Label label(String task, String name) {
        if (Tasks.BUILT_IN.contains(task)) {
            Task known = Tasks.find(task);
            if (known.labelNames().contains(name)) {
                return known.label(name);
            }
        }
        return new Label(name, name, "");
    }

    /**
     * The models that heads were fitted on.
     *
     * @param asked what a user says they are called here, joined by +; empty for what they were called then
     */
    List<String> models(Optional<String> asked) {
        return asked.map(HeadsOption::names)
                .orElseGet(() -> HeadFile.info(files.getFirst()).models());
    }

    /** Models that read side by side, as a user writes them. */
    static List<String> names(String models) {
        return Files.exists(Path.of(models)) ? List.of(models) : List.of(models.split("\\+"));
    }
}
