package io.osler.ner.task;

import io.osler.ner.AnnotatedText;
import java.util.List;
import java.util.TreeSet;

/**
 * What to find, with examples of it.
 *
 * @param name     short, as the command line takes it
 * @param domain   word for the kind of text, such as {@code clinical}
 * @param labels   in the order prompts list them
 * @param examples annotated sentences to show the model, mentions of these labels only
 */
public record Task(String name, String domain, List<Label> labels, List<AnnotatedText> examples) {
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

    public List<String> labelNames() {
        return labels.stream().map(Label::name).toList();
    }

    public Task withExamples(List<AnnotatedText> pool) {
        return new Task(name, domain, labels, pool);
    }
}
