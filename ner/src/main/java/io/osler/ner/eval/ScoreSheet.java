package io.osler.ner.eval;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.score.SeenMentions;
import io.osler.ner.score.SpanScores;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All scores of one text, or of many added up.
 *
 * @param strict  same span and type
 * @param relaxed overlap and same type
 * @param set     same words and type, per text
 * @param seen    strict, of mentions whose words are a mention of the pool: annotated ones for recall, found ones for
 *                precision
 * @param unseen  strict, of all others
 * @param perType strict, by type
 */
public record ScoreSheet(
        SpanScores strict,
        SpanScores relaxed,
        SpanScores set,
        SpanScores seen,
        SpanScores unseen,
        Map<String, SpanScores> perType) {
    public static final ScoreSheet NONE = new ScoreSheet(
            SpanScores.NONE, SpanScores.NONE, SpanScores.NONE, SpanScores.NONE, SpanScores.NONE, Map.of());

    public ScoreSheet {
        perType = Collections.unmodifiableMap(new TreeMap<>(perType));
    }

    public static ScoreSheet of(AnnotatedText gold, List<Mention> found, SeenMentions pool) {
        TreeSet<String> types = new TreeSet<>();
        gold.mentions().forEach(mention -> types.add(mention.type()));
        found.forEach(mention -> types.add(mention.type()));
        Map<String, SpanScores> perType = new TreeMap<>();
        for (String type : types) {
            perType.put(type, SpanScores.strict(ofType(gold.mentions(), type), ofType(found, type)));
        }
        return new ScoreSheet(
                SpanScores.strict(gold.mentions(), found),
                SpanScores.relaxed(gold.mentions(), found),
                SpanScores.set(gold, found),
                SpanScores.strict(known(gold, gold.mentions(), pool, true), known(gold, found, pool, true)),
                SpanScores.strict(known(gold, gold.mentions(), pool, false), known(gold, found, pool, false)),
                perType);
    }

    public ScoreSheet plus(ScoreSheet other) {
        Map<String, SpanScores> types = new TreeMap<>(perType);
        other.perType.forEach((type, scores) -> types.merge(type, scores, SpanScores::plus));
        return new ScoreSheet(
                strict.plus(other.strict),
                relaxed.plus(other.relaxed),
                set.plus(other.set),
                seen.plus(other.seen),
                unseen.plus(other.unseen),
                types);
    }

    private static List<Mention> ofType(List<Mention> mentions, String type) {
        return mentions.stream().filter(mention -> mention.type().equals(type)).toList();
    }

    private static List<Mention> known(AnnotatedText text, List<Mention> mentions, SeenMentions pool, boolean seen) {
        return mentions.stream()
                .filter(mention -> pool.has(text.text(), mention) == seen)
                .toList();
    }
}
