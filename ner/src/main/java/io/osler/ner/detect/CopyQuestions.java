package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.GenerationRequest;
import io.osler.engine.Grammar;
import io.osler.ner.AnnotatedText;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.prompt.Marks;
import io.osler.ner.prompt.TanlPrompt;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Turns sentences into prompts for a marked copy, with the grammar that holds the model to it. Safe for many threads. */
public final class CopyQuestions {
    private final Engine engine;
    private final Task task;
    private final ExampleSelector selector;
    private final double openBias;
    private final Map<Marks, CopyOrMark.Vocabulary> vocabularies = new ConcurrentHashMap<>();

    /**
     * @param openBias added to the log-odds of opening a mark
     */
    public CopyQuestions(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this.engine = engine;
        this.task = task;
        this.selector = selector;
        this.openBias = openBias;
    }

    /**
     * A sentence asked about.
     *
     * @param prompt token ids up to where the marked copy begins
     * @param start  of the marked copy
     */
    public record Question(int[] prompt, Grammar start) {
        public GenerationRequest request() {
            return GenerationRequest.of(prompt).withGrammar(start);
        }
    }

    public Question of(String sentence) {
        List<AnnotatedText> examples = selector.select(sentence);
        Marks marks = Marks.absentFrom(
                Stream.concat(Stream.of(sentence), examples.stream().map(AnnotatedText::text))
                        .toArray(String[]::new));
        CopyOrMark.Vocabulary vocabulary = vocabularies.computeIfAbsent(
                marks, set -> CopyOrMark.Vocabulary.of(engine.tokenizer(), set, task.labelNames()));
        Grammar start = new CopyOrMark(engine.tokenizer(), vocabulary, sentence, openBias).start();
        return new Question(prompt(sentence, examples, marks), start);
    }

    private int[] prompt(String sentence, List<AnnotatedText> examples, Marks marks) {
        int[] head = engine.prompt(TanlPrompt.head(task, examples, marks));
        int[] tail = engine.tokenizer().encode(TanlPrompt.tail(sentence));
        int[] prompt = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, prompt, head.length, tail.length);
        return prompt;
    }
}
