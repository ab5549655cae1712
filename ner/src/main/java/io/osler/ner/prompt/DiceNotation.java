package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;

/** DICE: a form with a unit for each label, its mentions filled in. */
public final class DiceNotation implements Notation {
    private final DiceForm form;
    private final PromptText text;

    DiceNotation(PromptProfile profile, Task task, DiceSigns signs) {
        PromptTemplate template = PromptTemplate.named(profile + "-dice");
        this.form = new DiceForm(task.labels(), template.section("unit"), signs);
        this.text = new PromptText(
                template, task, Map.of("separator", signs.separator(), "none", signs.none(), "form", form.empty()));
    }

    @Override
    public OutputFormat format() {
        return OutputFormat.DICE;
    }

    @Override
    public String encode(AnnotatedText annotated) {
        return form.encode(annotated);
    }

    @Override
    public Prompt prompt(List<AnnotatedText> examples, String knowledge, String sentence) {
        return text.prompt(examples, knowledge, sentence, this::encode);
    }

    @Override
    public Decoding decode(String answer, String sentence) {
        return form.decode(answer, sentence);
    }

    @Override
    public AnswerGrammar grammar(Tokenizer tokenizer, String sentence, String lead, double openBias) {
        return new DiceGrammar(tokenizer, sentence, lead, form, openBias);
    }

    @Override
    public List<String> stops() {
        return text.stops();
    }

    @Override
    public String promptHash() {
        return text.hash(form.empty());
    }
}
