package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.GenerationRequest;
import io.osler.engine.Grammar;
import io.osler.ner.AnnotatedText;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;

/** Turns sentences into prompts for a marked copy, with the grammar that holds the model to it. Safe for many threads. */
public final class CopyQuestions {
    private final Questions questions;
    private final ExampleSelector selector;

    /**
     * @param openBias added to the log-odds of opening a mark
     */
    public CopyQuestions(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this(
                engine,
                task,
                selector,
                DetectorOptions.DEFAULTS
                        .withFormat(OutputFormat.TANL)
                        .withProfile(PromptProfile.DEFAULT)
                        .withOpenBias(openBias));
    }

    /** @param options of a marked copy, held to it */
    CopyQuestions(Engine engine, Task task, ExampleSelector selector, DetectorOptions options) {
        this.questions = new Questions(LanguageModel.of(engine), task, options);
        this.selector = selector;
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
        return of(sentence, selector.select(sentence));
    }

    /** The examples of each sentence, chosen together. */
    List<List<AnnotatedText>> examples(List<String> sentences) {
        return selector.selectAll(sentences);
    }

    Question of(String sentence, List<AnnotatedText> examples) {
        io.osler.ner.detect.Question asked = questions.of(sentence, examples, "");
        return new Question(asked.prompt(), asked.grammar().orElseThrow().start());
    }
}
