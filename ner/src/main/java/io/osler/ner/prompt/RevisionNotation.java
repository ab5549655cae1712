package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;

/**
 * Shows a first answer with what a dictionary says of it, and asks for it again, in JSON, with items removed or added.
 *
 * @see <a href="https://arxiv.org/abs/2404.00152">Munnangi et al. 2024, On-the-fly Definition Augmentation</a>, whose
 *     second turn is of this kind
 */
public final class RevisionNotation {
    private final PromptText text;
    private final JsonNotation json;

    public RevisionNotation(Task task) {
        this.text = new PromptText(PromptTemplate.named("revise"), task, Map.of());
        this.json = new JsonNotation(PromptProfile.DEFAULT, task);
    }

    /**
     * @param first     the sentence with the mentions of the first answer
     * @param knowledge of its mentions; may be empty
     * @param missed    of terms that are none of them; may be empty
     */
    public Prompt prompt(AnnotatedText first, String knowledge, String missed) {
        return text.prompt(
                first.text(), Map.of("answer", json.encode(first), "knowledge", knowledge, "missed", missed));
    }

    public Decoding decode(String answer, String sentence) {
        return json.decode(answer, sentence);
    }

    /** @param lead what the answer begins with: {@link Prompt#lead()}, or nothing in a turn of its own */
    public AnswerGrammar grammar(Tokenizer tokenizer, String sentence, String lead) {
        return json.grammar(tokenizer, sentence, lead, 0);
    }

    public List<String> stops() {
        return text.stops();
    }

    public String promptHash() {
        return text.hash("");
    }
}
