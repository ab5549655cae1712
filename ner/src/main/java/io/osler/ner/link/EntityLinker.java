package io.osler.ner.link;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.LookUpOptions;
import io.osler.kb.Sense;
import io.osler.ner.Annotations;
import io.osler.ner.Mention;
import io.osler.ner.detect.LabelTypes;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives mentions the concepts they mean. The names are looked up first, with short forms written out as the text explains
 * them. Where nothing has that name, candidates are ranked by likeness: names with other words for the same
 * ({@link NameVariants}) and whatever the {@link CandidateSource} finds; the best is chosen if it is like enough. Concepts
 * of the mention's label go before all others. Safe for many threads.
 */
public final class EntityLinker {
    /** How many more candidates are asked for than told: those of other labels fall back. */
    private static final int SPARE = 4;

    private final KnowledgeBase names;
    private final LabelTypes labels;
    private final CandidateSource alike;
    private final LinkOptions options;

    /**
     * @param names  stays open as long as this is used
     * @param labels what kinds of concepts the mentions' types stand for
     * @param alike  asked when a name is not found
     */
    public EntityLinker(KnowledgeBase names, LabelTypes labels, CandidateSource alike, LinkOptions options) {
        this.names = names;
        this.labels = labels;
        this.alike = alike;
        this.options = options;
    }

    /** The same annotations, each mention with a decision. */
    public Annotations link(Annotations annotations) {
        MentionNames written = MentionNames.of(annotations.note().text(), annotations.mentions());
        List<Mention> linked = annotations.mentions().stream()
                .map(mention -> mention.withLink(decide(written.of(mention), mention.type())))
                .toList();
        return new Annotations(
                annotations.note(), linked, annotations.sentences(), annotations.skipped(), annotations.nanos());
    }

    /** Decisions for some mentions of a text, in their order; they may overlap. */
    public List<LinkDecision> link(String text, List<Mention> mentions) {
        MentionNames written = MentionNames.of(text, mentions);
        return mentions.stream()
                .map(mention -> decide(written.of(mention), mention.type()))
                .toList();
    }

    private LinkDecision decide(List<String> mentionNames, String label) {
        Map<String, Ranked> found = new LinkedHashMap<>();
        mentionNames.forEach(name -> lookUp(name, 0, label, found));
        if (found.isEmpty() && options.editsMax() > 0) {
            mentionNames.forEach(name -> lookUp(name, options.editsMax(), label, found));
        }
        if (!found.isEmpty()) {
            return LinkDecision.chosen(told(ofLabelFirst(found.values())));
        }
        List<LinkCandidate> ranked = told(byLikeness(mentionNames, label));
        if (ranked.isEmpty()) {
            return LinkDecision.none("no name is like it", ranked);
        }
        double best = ranked.getFirst().score();
        return best < options.scoreMin()
                ? LinkDecision.none(
                        String.format(Locale.ROOT, "the best of %.2f is below %.2f", best, options.scoreMin()), ranked)
                : LinkDecision.chosen(ranked);
    }

    private List<Ranked> byLikeness(List<String> mentionNames, String label) {
        Map<String, Ranked> found = new LinkedHashMap<>();
        for (String name : mentionNames) {
            for (NameVariants.Variant variant : NameVariants.BUILT_IN.of(name)) {
                for (Sense sense : names.lookUp(variant.name(), LookUpOptions.DEFAULTS.withLimit(1))) {
                    keep(ranked(sense, LinkCandidate.of(sense).lessLikely(variant.likely()), label), found);
                }
            }
        }
        String name = mentionNames.getFirst();
        if (!MentionNames.isShortForm(name)) {
            for (Sense sense : alike.like(name, options.candidates() * SPARE)) {
                keep(ranked(sense, LinkCandidate.of(sense), label), found);
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(Ranked::ofLabel)
                        .reversed()
                        .thenComparing(Comparator.comparingDouble(
                                        (Ranked one) -> one.candidate().score())
                                .reversed()))
                .toList();
    }

    private void lookUp(String name, int edits, String label, Map<String, Ranked> found) {
        if (!name.isBlank()) {
            LookUpOptions ask = LookUpOptions.DEFAULTS.withEditsMax(edits);
            names.lookUp(name, ask).forEach(sense -> keep(ranked(sense, LinkCandidate.of(sense), label), found));
        }
    }

    /**
     * A candidate, and what ranks it beside its score.
     *
     * @param ofLabel whether it is of a kind that the mention's label stands for
     */
    private record Ranked(LinkCandidate candidate, boolean ofLabel) {}

    private Ranked ranked(Sense sense, LinkCandidate candidate, String label) {
        return new Ranked(candidate, labels.label(sense).filter(label::equals).isPresent());
    }

    /** Each concept once, with its highest score. */
    private static void keep(Ranked one, Map<String, Ranked> found) {
        found.merge(
                one.candidate().id(),
                one,
                (a, b) -> b.candidate().score() > a.candidate().score() ? b : a);
    }

    private static List<Ranked> ofLabelFirst(Collection<Ranked> found) {
        return found.stream()
                .sorted(Comparator.comparing(Ranked::ofLabel).reversed())
                .toList();
    }

    private List<LinkCandidate> told(List<Ranked> ranked) {
        return ranked.stream()
                .map(Ranked::candidate)
                .limit(options.candidates())
                .toList();
    }
}
