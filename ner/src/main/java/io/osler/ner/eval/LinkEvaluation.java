package io.osler.ner.eval;

import io.osler.kb.Concept;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.Mention;
import io.osler.ner.corpus.Corpus;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.corpus.CorpusMention;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.corpus.TypeNames;
import io.osler.ner.link.EntityLinker;
import io.osler.ner.link.LinkDecision;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How right links of gold mentions are. Mentions are given with their spans and types, so nothing but the linking is
 * judged; those without an id are not counted. Where the vocabulary knows a gold id as another id of a concept, that
 * concept's own is as right.
 *
 * @param all   every mention with an id
 * @param known of these, those of which the vocabulary has an id
 */
public record LinkEvaluation(LinkScores all, LinkScores known) {
    /** How to read a corpus for it: types in lower case, mentions whose words stand elsewhere left out and counted. */
    public static final ReadOptions READING =
            ReadOptions.STRICT.withTypes(TypeNames.LOWER_CASE).tolerating();

    private static final String MESH = "MESH:";

    /**
     * @param labels from a corpus's type to the label the linker knows
     */
    public static LinkEvaluation of(
            Corpus corpus, EntityLinker linker, KnowledgeBase vocabulary, UnaryOperator<String> labels) {
        LinkScores all = LinkScores.ZERO;
        LinkScores known = LinkScores.ZERO;
        for (CorpusDocument document : corpus.documents()) {
            List<Mention> mentions = document.mentions().stream()
                    .map(gold -> new Mention(gold.cover(), labels.apply(gold.type()), 1))
                    .toList();
            List<LinkDecision> decisions = linker.link(document.text(), mentions);
            for (int i = 0; i < decisions.size(); i++) {
                Set<String> gold = withCurrent(ids(document.mentions().get(i)), vocabulary);
                if (!gold.isEmpty()) {
                    LinkScores one = LinkScores.of(gold, decisions.get(i));
                    all = all.plus(one);
                    known = isKnown(gold, vocabulary) ? known.plus(one) : known;
                }
            }
        }
        return new LinkEvaluation(all, known);
    }

    /** Every id a mention has, as vocabularies write it: those of MeSH without a prefix. */
    static Set<String> ids(CorpusMention mention) {
        return mention.singleIds().stream()
                .map(id -> id.startsWith(MESH) ? id.substring(MESH.length()) : id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The ids and, of those that are another id of a concept, the concept's own. */
    private static Set<String> withCurrent(Set<String> ids, KnowledgeBase vocabulary) {
        Stream<String> current = ids.stream().flatMap(id -> vocabulary.concept(id).map(Concept::id).stream());
        return Stream.concat(ids.stream(), current).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isKnown(Set<String> gold, KnowledgeBase vocabulary) {
        return gold.stream().anyMatch(id -> vocabulary.concept(id).isPresent());
    }
}
