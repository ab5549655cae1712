package io.osler.ner.eval;

import io.osler.ner.link.LinkCandidate;
import io.osler.ner.link.LinkDecision;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How often gold mentions were given the concept they mean. A mention of several parts counts as right with the id of
 * any of them, since a linker gives one.
 *
 * @param mentions   with an id
 * @param rightFirst the chosen concept was right
 * @param rightInFive the right one was among the first five, chosen or not
 * @param none       no concept was chosen
 */
public record LinkScores(int mentions, int rightFirst, int rightInFive, int none) {
    public static final LinkScores ZERO = new LinkScores(0, 0, 0, 0);

    private static final int FIVE = 5;

    /**
     * One mention.
     *
     * @param gold ids, at least one
     */
    public static LinkScores of(Set<String> gold, LinkDecision decision) {
        List<String> told = Stream.concat(decision.concept().stream(), decision.runnersUp().stream())
                .map(LinkCandidate::id)
                .limit(FIVE)
                .toList();
        boolean first =
                decision.concept().map(LinkCandidate::id).filter(gold::contains).isPresent();
        boolean inFive = told.stream().anyMatch(gold::contains);
        return new LinkScores(
                1, first ? 1 : 0, inFive ? 1 : 0, decision.concept().isEmpty() ? 1 : 0);
    }

    public LinkScores plus(LinkScores other) {
        return new LinkScores(
                mentions + other.mentions,
                rightFirst + other.rightFirst,
                rightInFive + other.rightInFive,
                none + other.none);
    }

    /** Share of mentions whose chosen concept was right; a none is never right. */
    public double accuracyAt1() {
        return mentions == 0 ? 1 : (double) rightFirst / mentions;
    }

    /** Share of mentions with the right concept among the first five. */
    public double accuracyAt5() {
        return mentions == 0 ? 1 : (double) rightInFive / mentions;
    }

    /** Share of chosen concepts that were right. */
    public double precision() {
        return mentions == none ? 1 : (double) rightFirst / (mentions - none);
    }

    /** Harmonic mean of {@link #accuracyAt1} and {@link #precision}: a none costs less than a wrong concept. */
    public double f1() {
        double sum = accuracyAt1() + precision();
        return sum == 0 ? 0 : 2 * accuracyAt1() * precision() / sum;
    }
}
