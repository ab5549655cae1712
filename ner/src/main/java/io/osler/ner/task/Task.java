package io.osler.ner.task;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What to find, with examples of it.
 *
 * @param name     short, as the command line takes it
 * @param domain   word for the kind of text, such as {@code clinical}
 * @param types    all labels in running text, such as {@code medical problems, treatments or tests}
 * @param labels   in the order prompts list them
 * @param examples annotated sentences to show the model, mentions of these labels only
 * @param defaults how it is asked unless a run says otherwise
 */
public record Task(
        String name,
        String domain,
        String types,
        List<Label> labels,
        List<AnnotatedText> examples,
        TaskDefaults defaults) {
    public Task {
        labels = List.copyOf(labels);
        examples = List.copyOf(examples);
        TreeSet<String> names = new TreeSet<>();
        for (Label label : labels) {
            if (!names.add(label.name())) {
                throw new IllegalArgumentException(
                        "label '%s' stands twice in task '%s'".formatted(label.name(), name));
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("task '%s' has no labels, expected at least one".formatted(name));
        }
        for (AnnotatedText example : examples) {
            example.mentions().stream()
                    .filter(mention -> !names.contains(mention.type()))
                    .findFirst()
                    .ifPresent(mention -> {
                        throw new IllegalArgumentException("an example of task '%s' has type '%s', expected one of %s"
                                .formatted(name, mention.type(), names));
                    });
        }
    }

    /** A task whose types are called as its labels are. */
    public Task(String name, String domain, List<Label> labels, List<AnnotatedText> examples) {
        this(name, domain, named(labels), labels, examples, TaskDefaults.DEFAULTS);
    }

    public List<String> labelNames() {
        return labels.stream().map(Label::name).toList();
    }

    /** The labels' names, those first that the examples use most. */
    public List<String> labelNamesByUse() {
        Map<String, Long> uses = examples.stream()
                .flatMap(example -> example.mentions().stream())
                .collect(Collectors.groupingBy(Mention::type, Collectors.counting()));
        return labelNames().stream()
                .sorted(Comparator.comparingLong((String name) -> uses.getOrDefault(name, 0L))
                        .reversed())
                .toList();
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public Label label(String labelName) {
        return labels.stream()
                .filter(label -> label.name().equals(labelName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "label is '%s', expected one of %s".formatted(labelName, labelNames())));
    }

    public Task withExamples(List<AnnotatedText> pool) {
        return new Task(name, domain, types, labels, pool, defaults);
    }

    public Task withDefaults(TaskDefaults asked) {
        return new Task(name, domain, types, labels, examples, asked);
    }

    /** {@code problem, treatment or test}. */
    static String named(List<Label> labels) {
        List<String> names = labels.stream().map(Label::noun).toList();
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
