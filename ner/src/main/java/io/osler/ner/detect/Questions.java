package io.osler.ner.detect;

import io.osler.ner.AnnotatedText;
import io.osler.ner.prompt.AnswerGrammar;
import io.osler.ner.prompt.Notation;
import io.osler.ner.prompt.Notations;
import io.osler.ner.prompt.Prompt;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns sentences and their examples into questions of a format. Safe for many threads. */
final class Questions {
    private final LanguageModel model;
    private final Notations notations;
    private final DetectorOptions options;
    private final PromptTokens tokens;

    Questions(LanguageModel model, Task task, DetectorOptions options) {
        this.model = model;
        this.notations = new Notations(options.format(), options.profile(), task);
        this.options = options;
        this.tokens = new PromptTokens(model, options.chat());
    }

    /**
     * @param knowledge a block of text before the sentence, may be empty
     * @throws IllegalArgumentException when sentence and examples use the signs of every set
     */
    Question of(String sentence, List<AnnotatedText> examples, String knowledge) {
        List<String> texts = new ArrayList<>(List.of(sentence));
        examples.forEach(example -> texts.add(example.text()));
        Notation notation = notations.fitting(texts);
        Prompt prompt = notation.prompt(examples, knowledge, sentence);
        Optional<AnswerGrammar> grammar = options.grammar()
                ? Optional.of(notation.grammar(model.tokenizer(), sentence, tokens.lead(prompt), options.openBias()))
                : Optional.empty();
        return new Question(tokens.of(prompt), grammar, answer -> notation.decode(answer, sentence), notation.stops());
    }
}
