package io.osler.ner.prompt;

import io.osler.models.TextSpan;
import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** TANL: the text again, with marks around its mentions. */
public final class TanlNotation implements Notation {
    private static final AnnotatedText SHOWN =
            new AnnotatedText("mention", List.of(new Mention(new TextSpan(0, 7), "type", 1)));

    private final Marks marks;
    private final List<String> labels;
    private final PromptText text;
    private final Map<Tokenizer, CopyOrMark.Vocabulary> vocabularies = new ConcurrentHashMap<>();

    TanlNotation(PromptProfile profile, Task task, Marks marks) {
        this.marks = marks;
        this.labels = task.labelNamesByUse();
        this.text = new PromptText(
                PromptTemplate.named(profile + "-tanl"), task, Map.of("mark", Tanl.encode(SHOWN, marks)));
    }

    @Override
    public OutputFormat format() {
        return OutputFormat.TANL;
    }

    @Override
    public String encode(AnnotatedText annotated) {
        return Tanl.encode(annotated, marks);
    }

    @Override
    public Prompt prompt(List<AnnotatedText> examples, String knowledge, String sentence) {
        return text.prompt(examples, knowledge, sentence, this::encode);
    }

    @Override
    public Decoding decode(String answer, String sentence) {
        return new TanlReader(marks, labels).read(answer, sentence);
    }

    @Override
    public AnswerGrammar grammar(Tokenizer tokenizer, String sentence, String lead, double openBias) {
        CopyOrMark.Vocabulary vocabulary =
                vocabularies.computeIfAbsent(tokenizer, key -> CopyOrMark.Vocabulary.of(key, marks, labels));
        return new CopyOrMark(tokenizer, vocabulary, sentence, openBias, !lead.isEmpty());
    }

    @Override
    public List<String> stops() {
        return text.stops();
    }

    @Override
    public String promptHash() {
        return text.hash(encode(SHOWN));
    }
}
