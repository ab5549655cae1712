package io.osler.ner.prompt;

import io.osler.ner.AnnotatedText;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The few-shot prompt as a line of text. What many prompts share stands first, so that the engine reads it once:
 *
 * <pre>
 * instruction | label cards | examples, nearest last | Text: the sentence | Marked:
 * </pre>
 */
public final class TanlPrompt {
    private TanlPrompt() {}

    /**
     * Everything before the sentence: the same for all sentences with these examples. Ends behind {@code Text:}, where
     * every tokenizer begins a new token, so that head and tail may be tokenised apart.
     */
    public static String head(Task task, List<AnnotatedText> examples, Marks marks) {
        StringBuilder head = new StringBuilder();
        head.append("You mark ").append(task.domain()).append(" entities in text. ");
        head.append("You copy the text exactly and only add marks.\n");
        head.append("Mark every mention of these types:\n");
        head.append(task.labels().stream().map(TanlPrompt::card).collect(Collectors.joining()));
        head.append("Write the text again, unchanged, with each mention as ");
        head.append(String.join(" ", marks.open(), "mention", marks.bar(), "type", marks.close()));
        head.append(". If there is none, write the text unchanged.\n\n");
        for (AnnotatedText example : examples) {
            head.append("Text: ").append(example.text()).append('\n');
            head.append("Marked: ").append(Tanl.encode(example, marks)).append("\n\n");
        }
        return head.append("Text:").toString();
    }

    /** The sentence and the invitation to mark it; what follows is its marked copy, beginning with a space. */
    public static String tail(String sentence) {
        return " " + sentence + "\nMarked:";
    }

    private static String card(Label label) {
        return "- %s: %s %s\n".formatted(label.name(), label.definition(), label.rule());
    }
}
