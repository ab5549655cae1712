package io.osler.ner.prompt;

import io.osler.ner.AnnotatedText;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;

/** The TANL question of the default profile as two texts; see {@link TanlNotation}. */
public final class TanlPrompt {
    private TanlPrompt() {}

    /**
     * Everything before the sentence: the same for all sentences with these examples. Ends behind {@code Text:}, where
     * every tokenizer begins a new token, so that head and tail may be tokenised apart.
     */
    public static String head(Task task, List<AnnotatedText> examples, Marks marks) {
        return new TanlNotation(PromptProfile.DEFAULT, task, marks)
                .prompt(examples, "", "")
                .head();
    }

    /** The sentence and the invitation to mark it; what follows is its marked copy, beginning with a space. */
    public static String tail(String sentence) {
        return " " + sentence + "\nMarked:";
    }
}
