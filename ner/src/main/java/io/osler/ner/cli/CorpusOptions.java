package io.osler.ner.cli;

import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.corpus.TypeNames;
import io.osler.ner.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How a corpus is read for a task. Filled by picocli. */
final class CorpusOptions {
    @Option(
            names = "--types",
            paramLabel = "TYPE=LABEL",
            split = ",",
            description = "What the corpus's types are called in the task; others of its types are left out."
                    + " Without it: names in lower case.")
    private Map<String, String> types = new LinkedHashMap<>();

    @Option(names = "--tolerant", description = "Leave out mentions that cannot be taken, do not stop at them.")
    private boolean tolerant;

    @Option(names = "--utf16", description = "Offsets of the corpus count UTF-16 units, not code points.")
    private boolean utf16;

    /** @throws IllegalArgumentException when a type is mapped to what is no label of the task */
    ReadOptions reading(Task task) {
        Map<String, String> labels = new TreeMap<>();
        if (types.isEmpty()) {
            task.labelNames().forEach(label -> labels.put(label, label));
        }
        types.forEach((type, label) -> {
            if (!task.labelNames().contains(label)) {
                throw new IllegalArgumentException("--types maps %s to '%s', but task '%s' has %s"
                        .formatted(type, label, task.name(), task.labelNames()));
            }
            labels.put(type, label);
        });
        ReadOptions reading = ReadOptions.FOR_TASKS
                .withUnit(utf16 ? OffsetUnit.UTF_16 : OffsetUnit.CODE_POINTS)
                .withTypes(TypeNames.mapped(labels));
        return tolerant ? reading.tolerating() : reading;
    }
}
