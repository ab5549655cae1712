package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * JSON: a list of mentions with types, in their order, one item for each occurrence. A list and no dictionary, which
 * would fold repeats into one.
 */
public final class JsonNotation implements Notation {
    private static final String EMPTY = "{\"entities\": []}";

    private final List<String> labels;
    private final PromptText text;

    JsonNotation(PromptProfile profile, Task task) {
        this.labels = task.labelNames();
        this.text = new PromptText(PromptTemplate.named(profile + "-json"), task, Map.of());
    }

    @Override
    public OutputFormat format() {
        return OutputFormat.JSON;
    }

    @Override
    public String encode(AnnotatedText annotated) {
        return annotated.mentions().stream()
                .map(mention -> item(annotated.text(), mention))
                .collect(Collectors.joining(", ", "{\"entities\": [", "]}"));
    }

    private static String item(String text, Mention mention) {
        return "{\"text\": \"%s\", \"type\": \"%s\"}"
                .formatted(escaped(mention.span().in(text)), mention.type());
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    }

    @Override
    public Prompt prompt(List<AnnotatedText> examples, String knowledge, String sentence) {
        return text.prompt(examples, knowledge, sentence, this::encode);
    }

    @Override
    public Decoding decode(String answer, String sentence) {
        return JsonReader.items(answer, sentence, labels);
    }

    @Override
    public AnswerGrammar grammar(Tokenizer tokenizer, String sentence, String lead, double openBias) {
        return new JsonGrammar(tokenizer, sentence, lead, labels, openBias);
    }

    @Override
    public List<String> stops() {
        return text.stops();
    }

    @Override
    public String promptHash() {
        return text.hash(EMPTY);
    }
}
