package io.osler.ner.prompt;

import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The notations of a task in one format: one for each set of signs that texts have asked for. Safe for many threads. */
public final class Notations {
    private final OutputFormat format;
    private final PromptProfile profile;
    private final Task task;
    private final Map<Object, Notation> made = new ConcurrentHashMap<>();

    public Notations(OutputFormat format, PromptProfile profile, Task task) {
        this.format = format;
        this.profile = profile;
        this.task = task;
    }

    /**
     * The notation in the first set of signs that stand in none of the texts.
     *
     * @param texts the sentence and its examples
     * @throws IllegalArgumentException when the texts hold signs of every set, without quoting them
     */
    public Notation fitting(Collection<String> texts) {
        return switch (format) {
            case TANL -> {
                Marks marks = Marks.absentFrom(texts.toArray(String[]::new));
                yield made.computeIfAbsent(marks, key -> new TanlNotation(profile, task, marks));
            }
            case DICE -> {
                DiceSigns signs = DiceSigns.absentFrom(profile, texts);
                yield made.computeIfAbsent(signs, key -> new DiceNotation(profile, task, signs));
            }
            case JSON -> made.computeIfAbsent(format, key -> new JsonNotation(profile, task));
        };
    }
}
