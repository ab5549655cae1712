package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.Collection;
import java.util.List;

/**
 * How the mentions of a task's labels are asked for, written down and read, in signs that stand in none of the texts at
 * hand. Immutable, safe for many threads; the same for all texts with the same signs.
 *
 * <p>{@code decode(encode(text))} gives the mentions of {@code text} again: in TANL always; in DICE and JSON, which carry
 * no places, where each mention is the one that stands there first in order.
 */
public sealed interface Notation permits TanlNotation, DiceNotation, JsonNotation {
    /**
     * The notation of a task for a sentence and its examples.
     *
     * @param texts the sentence and the examples
     * @throws IllegalArgumentException when the texts hold signs of every set, without quoting them
     */
    static Notation of(OutputFormat format, PromptProfile profile, Task task, Collection<String> texts) {
        return new Notations(format, profile, task).fitting(texts);
    }

    OutputFormat format();

    /** A text's mentions as the answer asked for, on one line. */
    String encode(AnnotatedText annotated);

    /**
     * The question.
     *
     * @param examples  in prompt order
     * @param knowledge a block of text before the sentence; with an empty one the prompt is as if there were no such thing
     */
    Prompt prompt(List<AnnotatedText> examples, String knowledge, String sentence);

    /** What an answer that nothing held to the format says of a sentence; never anything that does not stand there. */
    Decoding decode(String answer, String sentence);

    /**
     * What holds an answer to the format.
     *
     * @param lead     what the answer begins with: {@link Prompt#lead()}, or nothing in a turn of its own
     * @param openBias added to the log-odds of one more mention: above 0 finds more, below 0 is surer
     */
    AnswerGrammar grammar(Tokenizer tokenizer, String sentence, String lead, double openBias);

    /** Free text ends before the first of these. */
    List<String> stops();

    /** Names the words of the question, sentence and examples aside. */
    String promptHash();
}
