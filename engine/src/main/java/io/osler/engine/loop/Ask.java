package io.osler.engine.loop;

/**
 * What a sequence wants of a step: which of its tokens to read, and what to tell about them.
 *
 * @param end    position behind the last token to read, drafts included
 * @param draft  tokens behind the accepted ones, on trial
 * @param rows   positions whose logits are wanted, rising
 * @param ids    the token ids wanted there, rising; empty for the whole vocabulary
 * @param hidden positions whose hidden states are wanted, rising
 */
record Ask(int end, int[] draft, int[] rows, int[] ids, int[] hidden) {
    private static final int[] NONE = {};

    /** Reads accepted tokens only, to have their keys and values. */
    static Ask nothing(int end) {
        return new Ask(end, NONE, NONE, NONE, NONE);
    }

    boolean ofWholeVocabulary() {
        return rows.length > 0 && ids.length == 0;
    }
}
