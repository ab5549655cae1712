package io.osler.ner.eval;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.Mention;
import io.osler.ner.eval.PubtatorCorpus.Document;
import io.osler.ner.eval.PubtatorCorpus.LinkedSpan;
import io.osler.ner.link.EntityLinker;
import io.osler.ner.link.LinkDecision;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How right links of gold mentions are. Mentions are given with their spans and types, so nothing but the linking is
 * judged; those without an id are not counted.
 *
 * @param all   every mention with an id
 * @param known of these, those of which the vocabulary has an id
 */
public record LinkEvaluation(LinkScores all, LinkScores known) {
    /**
     * @param labels from a corpus's type to the label the linker knows
     */
    public static LinkEvaluation of(
            PubtatorCorpus corpus, EntityLinker linker, KnowledgeBase vocabulary, UnaryOperator<String> labels) {
        LinkScores all = LinkScores.ZERO;
        LinkScores known = LinkScores.ZERO;
        for (Document document : corpus.documents()) {
            List<Mention> mentions = document.mentions().stream()
                    .map(gold -> new Mention(gold.span(), labels.apply(gold.type()), 1))
                    .toList();
            List<LinkDecision> decisions = linker.link(document.text(), mentions);
            for (int i = 0; i < decisions.size(); i++) {
                LinkedSpan gold = document.mentions().get(i);
                if (!gold.ids().isEmpty()) {
                    LinkScores one = LinkScores.of(gold.ids(), decisions.get(i));
                    all = all.plus(one);
                    known = isKnown(gold, vocabulary) ? known.plus(one) : known;
                }
            }
        }
        return new LinkEvaluation(all, known);
    }

    private static boolean isKnown(LinkedSpan gold, KnowledgeBase vocabulary) {
        return gold.ids().stream().anyMatch(id -> vocabulary.concept(id).isPresent());
    }
}
