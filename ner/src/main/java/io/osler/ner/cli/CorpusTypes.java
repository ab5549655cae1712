package io.osler.ner.cli;

import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.corpus.TypeNames;
import io.osler.ner.task.Task;
import java.util.Map;
import java.util.TreeMap;

/** From {@code --types TYPE=LABEL} to how a corpus is read for a task. */
final class CorpusTypes {
    private CorpusTypes() {}

    /**
     * @param types of the corpus, with the task's labels; empty where they are called the same
     * @throws IllegalArgumentException when a label is not the task's
     */
    static ReadOptions reading(Map<String, String> types, Task task, OffsetUnit unit, boolean tolerant) {
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
        ReadOptions reading = ReadOptions.FOR_TASKS.withUnit(unit).withTypes(TypeNames.mapped(labels));
        return tolerant ? reading.tolerating() : reading;
    }
}
