package io.osler.ner.prompt;

import io.osler.ner.Mention;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;

/**
 * Asks whether one mention is one, with the meaning and the boundary rule of the task's types. All mentions of a sentence
 * share the question up to the sentence.
 */
public final class VerifyNotation {
    /** What an affirmative answer may be, first word as a model writes it. */
    public static final List<String> YES = List.of("yes", "Yes", "YES");

    /** What a denial may be. */
    public static final List<String> NO = List.of("no", "No", "NO");

    private final PromptText text;
    private final Task task;

    public VerifyNotation(Task task) {
        this.text = new PromptText(PromptTemplate.named("verify"), task, Map.of());
        this.task = task;
    }

    /** @throws IllegalArgumentException when the mention's type is none of the task's */
    public Prompt prompt(String sentence, Mention mention) {
        Label label = task.label(mention.type());
        return text.prompt(
                sentence, Map.of("phrase", mention.span().in(sentence), "type", label.name(), "noun", label.noun()));
    }

    public String promptHash() {
        return text.hash("");
    }
}
