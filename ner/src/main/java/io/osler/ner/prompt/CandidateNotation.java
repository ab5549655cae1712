package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.task.Task;
import java.util.List;
import java.util.Map;

/**
 * Asks which substrings of a sentence might be mentions of any type, as a JSON array. What comes back are mentions of the
 * empty type.
 */
public final class CandidateNotation {
    private final PromptText text;

    public CandidateNotation(Task task) {
        this.text = new PromptText(PromptTemplate.named("candidates"), task, Map.of());
    }

    public Prompt prompt(String sentence) {
        return text.prompt(List.of(), "", sentence, example -> "");
    }

    /** Strings of an answer that nothing held to the format, where they stand in the sentence. */
    public Decoding decode(String answer, String sentence) {
        return JsonReader.strings(answer, sentence);
    }

    /** @param lead what the answer begins with: {@link Prompt#lead()}, or nothing in a turn of its own */
    public AnswerGrammar grammar(Tokenizer tokenizer, String sentence, String lead) {
        return new CandidateGrammar(tokenizer, sentence, lead);
    }

    public List<String> stops() {
        return text.stops();
    }

    public String promptHash() {
        return text.hash("");
    }
}
