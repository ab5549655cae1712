package io.osler.engine.loop;

/**
 * How many tokens to try ahead. A draft of d tokens of which each holds with probability s yields
 * {@code 1 + s + ... + s^d} tokens and costs {@code 1 + d} rows and the sequence's share of what a step costs whatever is
 * in it. Alone, a sequence drafts far, for the step must be paid anyway; in a full batch rows are what counts, and only
 * likely tokens are worth one. Survival is learnt from what held so far.
 */
final class DraftLength {
    /** Drafts judged before a sequence's own record outweighs everyone's. */
    private static final double PRIOR_WEIGHT = 4;

    private static final double SURVIVAL_AT_FIRST = 0.8;

    /** Old drafts count ever less, so that a new kind of text is noticed. */
    private static final double FORGETTING = 0.995;

    private final DraftLength everyone;
    private double kept;
    private double lost;

    /** Of all sequences together. */
    DraftLength() {
        this.everyone = null;
    }

    /** Of one sequence. */
    DraftLength(DraftLength everyone) {
        this.everyone = everyone;
    }

    /**
     * Tells how much of a draft held.
     *
     * @param drafted tokens of the draft, at least one
     */
    void judged(int drafted, int keptTokens) {
        kept = kept * FORGETTING + keptTokens;
        lost = lost * FORGETTING + (keptTokens < drafted ? 1 : 0);
        if (everyone != null) {
            everyone.judged(drafted, keptTokens);
        }
    }

    /**
     * The length that yields most tokens for its cost.
     *
     * @param share the sequence's share of a step's fixed cost, in rows
     * @param max   most tokens
     */
    int best(double share, int max) {
        double survival = survival();
        double yield = 1;
        double chance = 1;
        int length = 0;
        while (length < max) {
            chance *= survival;
            boolean pays = (yield + chance) / (length + 2 + share) > yield / (length + 1 + share);
            if (!pays) {
                break;
            }
            yield += chance;
            length++;
        }
        return length;
    }

    private double survival() {
        double before = everyone == null ? SURVIVAL_AT_FIRST : everyone.survival();
        return (kept + PRIOR_WEIGHT * before) / (kept + lost + PRIOR_WEIGHT);
    }
}
