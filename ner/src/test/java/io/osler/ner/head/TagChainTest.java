package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.head.TagSet.WordRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viterbi and the probability of a mention against all sequences written out. */
class TagChainTest {
    private static final TagSet SET = new TagSet(List.of("sign", "drug"));

    private static TagChain chain() {
        return TagChain.counted(
                SET, List.of(new int[] {0, 1, 2, 0, 3}, new int[] {0, 0, 1, 0}, new int[] {1, 2, 2, 3, 4}), 0.7);
    }

    private static float[][] scores(int words, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] scores = new float[words][SET.size()];
        for (float[] word : scores) {
            for (int tag = 0; tag < word.length; tag++) {
                word[tag] = (float) random.nextDouble(-3, 0);
            }
        }
        return scores;
    }

    /** Every sequence that may be. */
    private static List<int[]> all(int words) {
        List<int[]> sequences = new ArrayList<>(List.of(new int[0]));
        for (int word = 0; word < words; word++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] sequence : sequences) {
                int before = word == 0 ? TagSet.OUTSIDE : sequence[word - 1];
                for (int tag = 0; tag < SET.size(); tag++) {
                    if (TagSet.mayFollow(before, tag)) {
                        int[] more = Arrays.copyOf(sequence, word + 1);
                        more[word] = tag;
                        longer.add(more);
                    }
                }
            }
            sequences = longer;
        }
        return sequences;
    }

    private static double score(TagChain chain, float[][] scores, int[] tags) {
        double sum = 0;
        for (int word = 0; word < tags.length; word++) {
            sum += scores[word][tags[word]] + (word == 0 ? 0 : chain.steps()[tags[word - 1]][tags[word]]);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void theProbabilityOfAllTagsIsTheirShareOfAllSequences(int words) {
        for (int seed = 0; seed < 20; seed++) {
            float[][] scores = scores(words, seed);
            TagChain chain = chain();
            double all = all(words).stream()
                    .mapToDouble(tags -> Math.exp(score(chain, scores, tags)))
                    .sum();
            int[] best = chain.best(scores);
            assertThat(chain.sums(scores).logProbability(best))
                    .isCloseTo(Math.log(Math.exp(score(chain, scores, best)) / all), within(1e-6));
        }
        assertThat(chain().sums(new float[0][]).logProbability(new int[0])).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void bestIsTheBestOfAll(int words) {
        for (int seed = 0; seed < 20; seed++) {
            float[][] scores = scores(words, seed);
            TagChain chain = chain();
            int[] best = all(words).stream()
                    .max((a, b) -> Double.compare(score(chain, scores, a), score(chain, scores, b)))
                    .orElseThrow();
            assertThat(chain.best(scores)).as("seed %d", seed).containsExactly(best);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aMentionsOddsAreTheShareOfSequencesThatHaveIt(int words) {
        float[][] scores = scores(words, 3);
        TagChain chain = chain();
        TagChain.Sums sums = chain.sums(scores);
        double sum = all(words).stream()
                .mapToDouble(tags -> Math.exp(score(chain, scores, tags)))
                .sum();
        for (int begin = 0; begin < words; begin++) {
            for (int end = begin + 1; end <= words; end++) {
                for (int label = 0; label < 2; label++) {
                    WordRun run = new WordRun(begin, end, label);
                    double having = all(words).stream()
                            .filter(tags -> SET.runs(tags).contains(run))
                            .mapToDouble(tags -> Math.exp(score(chain, scores, tags)))
                            .sum();
                    double share = having / sum;
                    assertThat(sums.logOdds(run)).as("%s", run).isCloseTo(Math.log(share / (1 - share)), within(1e-6));
                }
            }
        }
    }

    @Test
    void noWordsNoTags() {
        assertThat(chain().best(new float[0][])).isEmpty();
    }

    @Test
    void stepsComeBackFromAFile() {
        float[][] scores = scores(6, 11);
        TagChain again = TagChain.of(SET, chain().steps());
        assertThat(again.best(scores)).containsExactly(chain().best(scores));
        assertThat(again.steps()).isDeepEqualTo(chain().steps());
    }

    @Test
    void tagsOfMentionsAndBack() {
        String text = "No fever, dry-cough on zorvan";
        List<TextSpan> words = HeadWords.of(text);
        assertThat(words.stream().map(word -> word.in(text)))
                .containsExactly("No", "fever", ",", "dry", "-", "cough", "on", "zorvan");
        int[] tags = SET.of(
                words, List.of(Mention.gold(3, 8, "sign"), Mention.gold(10, 19, "sign"), Mention.gold(23, 29, "drug")));
        assertThat(tags).containsExactly(0, 1, 0, 1, 2, 2, 0, 3);
        assertThat(SET.runs(tags)).containsExactly(new WordRun(1, 2, 0), new WordRun(3, 6, 0), new WordRun(7, 8, 1));
        assertThatThrownBy(() -> SET.of(words, List.of(Mention.gold(3, 8, "test"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mention is of type 'test', expected one of [sign, drug]");
    }

    @Test
    void mentionsThatEndWithinAWordTakeAllOfIt() {
        String text = "feverish";
        assertThat(SET.of(HeadWords.of(text), List.of(Mention.gold(0, 5, "sign"))))
                .containsExactly(1);
    }
}
