package io.osler.ner.prompt;

/**
 * A question in the parts that matter to who tokenises it. What many questions share stands first, so that the engine
 * reads it once.
 *
 * <pre>
 * system | shared: instruction, label cards, examples, nearest last | own: knowledge, the sentence, the cue
 * </pre>
 *
 * @param system one sentence that gives the model its part
 * @param shared ends where every tokenizer begins a new token, so that it may be tokenised apart
 * @param own    of this sentence alone
 * @param cue    whether {@code own} ends with a cue, behind which an answer begins with a space
 */
public record Prompt(String system, String shared, String own, boolean cue) {
    /** What is shared, as a plain text. */
    public String head() {
        return system + "\n" + shared;
    }

    /** What is left to the answer, as a plain text. */
    public String tail() {
        return cue ? own : own + "\n";
    }

    /** What stands between the plain text and the answer. */
    public String lead() {
        return cue ? " " : "";
    }
}
