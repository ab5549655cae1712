package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * By mentions instead of whole sentences: a sentence of the pool scores, for each candidate found in the sentence asked
 * about, the cosine of character trigrams with the most like of its own mentions. Where candidates say nothing, common
 * words decide.
 *
 * @see <a href="https://arxiv.org/abs/2304.10428">Wang et al. 2023, GPT-NER</a>, where entity-level retrieval beats
 *     sentence-level retrieval
 */
final class EntityRanking implements PoolRanking {
    private static final int GRAM = 3;

    /** Common words count as a candidate's match of at most this cosine: they break ties and stand in. */
    private static final double WORDS_WEIGHT = 0.1;

    private final int poolSize;
    private final Function<String, List<String>> candidates;
    private final TfidfRanking words;
    private final TfidfIndex names;
    private final List<List<Integer>> sentencesOfName;

    /** @param candidates strings of a sentence that may be mentions */
    EntityRanking(List<AnnotatedText> pool, Function<String, List<String>> candidates) {
        this.poolSize = pool.size();
        this.candidates = candidates;
        this.words = new TfidfRanking(pool);
        TreeMap<String, List<Integer>> sentences = new TreeMap<>();
        for (int i = 0; i < pool.size(); i++) {
            for (Mention mention : pool.get(i).mentions()) {
                sentences
                        .computeIfAbsent(key(mention.span().in(pool.get(i).text())), name -> new ArrayList<>())
                        .add(i);
            }
        }
        this.names = new TfidfIndex(
                sentences.keySet().stream().map(EntityRanking::grams).toList());
        this.sentencesOfName = List.copyOf(sentences.values());
    }

    @Override
    public int[] best(String sentence, int count) {
        double[] scores = words.scores(sentence);
        for (int i = 0; i < poolSize; i++) {
            scores[i] *= WORDS_WEIGHT;
        }
        candidates.apply(sentence).stream().map(EntityRanking::key).distinct().forEach(candidate -> {
            double[] most = new double[poolSize];
            double[] cosines = names.cosines(grams(candidate));
            for (int name = 0; name < cosines.length; name++) {
                for (int place : sentencesOfName.get(name)) {
                    most[place] = Math.max(most[place], cosines[name]);
                }
            }
            for (int i = 0; i < poolSize; i++) {
                scores[i] += most[i];
            }
        });
        return Scores.highest(scores, count, 0);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> grams(String name) {
        String padded = "^" + name + "$";
        return IntStream.rangeClosed(0, padded.length() - GRAM)
                .mapToObj(i -> padded.substring(i, i + GRAM))
                .toList();
    }
}
