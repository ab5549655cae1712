package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.ner.AnnotatedText;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A language model reads examples and the sentence and writes its mentions down in a format, held to it by a grammar or
 * freely. Under a grammar the confidence of a mention is the product of the probabilities of its own choices, each among
 * what the grammar allowed: to open, to go on at each word, to close, the type. Of a free answer it is 1.
 */
public final class LlmMentionDetector implements AnswerDetector {
    private final LanguageModel model;
    private final Questions questions;
    private final ExampleSelector selector;
    private final DetectorOptions options;

    /**
     * A marked copy in our own words, as a task of those defaults is asked.
     *
     * @param openBias added to the log-odds of opening a mark
     */
    public LlmMentionDetector(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this(engine, task, selector, DetectorOptions.DEFAULTS.withOpenBias(openBias));
    }

    /** @param engine stays the caller's to close */
    public LlmMentionDetector(Engine engine, Task task, ExampleSelector selector, DetectorOptions options) {
        this(LanguageModel.of(engine), task, selector, options);
    }

    LlmMentionDetector(LanguageModel model, Task task, ExampleSelector selector, DetectorOptions options) {
        this.model = model;
        this.questions = new Questions(model, task, options);
        this.selector = selector;
        this.options = options;
    }

    @Override
    public List<CompletableFuture<Detection>> detections(List<String> sentences) {
        return detections(sentences, Collections.nCopies(sentences.size(), ""));
    }

    /** @param knowledge a block of text before each sentence, may be empty */
    List<CompletableFuture<Detection>> detections(List<String> sentences, List<String> knowledge) {
        List<List<AnnotatedText>> examples = selector.selectAll(sentences);
        return Asking.all(
                model,
                sentences.size(),
                i -> questions.of(sentences.get(i), examples.get(i), knowledge.get(i)),
                options.answerTokensMax(),
                (i, question, answer) -> read(sentences.get(i), question, answer));
    }

    private Detection read(String sentence, Question question, Generation answer) {
        Detection found = question.read(answer);
        return new Detection(
                new ArrayList<>(options.boundary().apply(sentence, found.mentions())), found.counts(), found.cost());
    }
}
