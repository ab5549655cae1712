package io.osler.engine.loop;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Drafts by looking for the last few tokens earlier in the same text and proposing what came after them then; answers
 * that quote their prompt come several tokens a step. How far it drafts follows how well it did. (Prompt lookup decoding,
 * A. Saxena 2023.)
 */
final class PromptLookup {
    /** Tokens that must agree; fewer match by chance. */
    private static final int MATCH = 3;

    private static final int DRAFT_MAX = 16;

    private static final int[] NONE = {};

    private final Map<Long, Integer> endOfMatch = new HashMap<>();
    private int[] tokens = new int[64];
    private int count;
    private int draftTokens = 4;

    PromptLookup(int[] prompt) {
        for (int token : prompt) {
            add(token);
        }
    }

    void add(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        if (count >= MATCH) { // the last tokens become findable once something has come after them
            endOfMatch.put(key(), count);
        }
        tokens[count++] = token;
    }

    /** At most so many tokens that may come next; none when the text's end has not occurred before. */
    int[] draft(int tokensMax) {
        Integer end = count < MATCH ? null : endOfMatch.get(key());
        if (end == null || !agrees(end)) {
            return NONE;
        }
        int length = Math.min(Math.min(tokensMax, draftTokens), count - end);
        return length <= 0 ? NONE : Arrays.copyOfRange(tokens, end, end + length);
    }

    /** Tells how much of a draft held. */
    void judged(int drafted, int kept) {
        if (drafted > 0) {
            draftTokens = kept == drafted ? Math.min(DRAFT_MAX, 2 * draftTokens) : Math.max(1, kept);
        }
    }

    private long key() {
        long key = 0;
        for (int i = count - MATCH; i < count; i++) {
            key = key * 0x9E3779B97F4A7C15L + tokens[i];
        }
        return key;
    }

    private boolean agrees(int end) {
        return Arrays.equals(tokens, end - MATCH, end, tokens, count - MATCH, count);
    }
}
