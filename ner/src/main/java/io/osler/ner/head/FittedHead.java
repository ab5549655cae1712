package io.osler.ner.head;

import io.osler.engine.tagger.TaggerNetwork;
import io.osler.engine.tagger.TaggerRows;
import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.head.TagSet.WordRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A head fitted to one label set: tells the mentions of a sentence from the states a frozen model has of its words.
 * Several networks' log-probabilities are averaged; a chain of tags makes mentions of them. Immutable, for any number of
 * threads.
 */
public final class FittedHead {
    /** Longest mention that is looked for outside the likeliest tags, in words. */
    private static final int WORDS_MAX = 12;

    /** Log-odds from which a stretch of words is worth a look. */
    static final double CANDIDATE_LEAST = -4;

    private final HeadInfo info;
    private final TagSet tags;
    private final List<TaggerNetwork> networks;
    private final TagChain chain;
    private final Optional<Evidence> evidence;
    private final Calibration calibration;

    FittedHead(
            HeadInfo info,
            List<TaggerNetwork> networks,
            TagChain chain,
            Optional<Evidence> evidence,
            Calibration calibration) {
        this.info = info;
        this.tags = new TagSet(info.labels());
        this.networks = List.copyOf(networks);
        this.chain = chain;
        this.evidence = evidence;
        this.calibration = calibration;
    }

    public HeadInfo info() {
        return info;
    }

    List<TaggerNetwork> networks() {
        return networks;
    }

    TagChain chain() {
        return chain;
    }

    Optional<Evidence> evidence() {
        return evidence;
    }

    Calibration calibration() {
        return calibration;
    }

    FittedHead with(HeadInfo other, Calibration fitted) {
        return new FittedHead(other, networks, chain, evidence, fitted);
    }

    /** The mentions of the likeliest tags, in order. */
    List<Mention> mentions(String sentence, WordStates states) {
        return candidates(sentence, states).stream()
                .filter(Candidate::best)
                .map(this::mention)
                .toList();
    }

    /** The surest mentions that do not overlap, of at least this confidence, in order. */
    List<Mention> mentions(String sentence, WordStates states, double confidenceMin) {
        List<Mention> kept = new ArrayList<>();
        candidates(sentence, states).stream()
                .sorted(Comparator.comparingDouble(Candidate::logOdds).reversed())
                .map(this::mention)
                .filter(mention -> mention.confidence() >= confidenceMin)
                .forEach(mention -> {
                    if (kept.stream().noneMatch(other -> other.span().overlaps(mention.span()))) {
                        kept.add(mention);
                    }
                });
        return kept.stream().sorted().toList();
    }

    private Mention mention(Candidate candidate) {
        return new Mention(candidate.span, candidate.type, calibration.confidence(candidate.logOdds));
    }

    /**
     * A stretch of words that may be a mention.
     *
     * @param logOdds of the chain
     * @param best    whether the likeliest tags have it
     */
    record Candidate(TextSpan span, String type, double logOdds, boolean best) {}

    List<Candidate> candidates(String sentence, WordStates states) {
        return states.words().isEmpty() ? List.of() : candidates(tags, chain, scores(sentence, states), states.words());
    }

    /** The mentions of the likeliest tags, and how likely those are. */
    SentenceReading reading(String sentence, WordStates states) {
        if (states.words().isEmpty()) {
            return new SentenceReading(List.of(), 0, 0, 0);
        }
        float[][] scores = scores(sentence, states);
        List<Candidate> candidates = candidates(tags, chain, scores, states.words());
        return new SentenceReading(
                candidates.stream().filter(Candidate::best).map(this::mention).toList(),
                states.words().size(),
                chain.sums(scores).logProbability(chain.best(scores)),
                candidates.stream()
                        .mapToDouble(one -> SentenceReading.entropy(calibration.confidence(one.logOdds)))
                        .sum());
    }

    private float[][] scores(String sentence, WordStates states) {
        float[][] extras = evidence.map(it -> it.features(sentence, states.words()))
                .orElseGet(() -> new float[states.words().size()][0]);
        return scores(new TaggerRows(states.states(), extras));
    }

    private float[][] scores(TaggerRows rows) {
        float[][] sum = networks.getFirst().logProbabilities(rows);
        for (TaggerNetwork network : networks.subList(1, networks.size())) {
            float[][] more = network.logProbabilities(rows);
            for (int word = 0; word < sum.length; word++) {
                for (int tag = 0; tag < sum[word].length; tag++) {
                    sum[word][tag] += more[word][tag];
                }
            }
        }
        for (float[] word : sum) {
            for (int tag = 0; tag < word.length; tag++) {
                word[tag] /= networks.size();
            }
        }
        return sum;
    }

    static List<Candidate> candidates(TagSet tags, TagChain chain, float[][] scores, List<TextSpan> words) {
        List<WordRun> best = tags.runs(chain.best(scores));
        TagChain.Sums sums = chain.sums(scores);
        List<Candidate> found = new ArrayList<>();
        for (WordRun run : best) {
            found.add(candidate(tags, words, run, sums.logOdds(run), true));
        }
        for (int begin = 0; begin < words.size(); begin++) {
            for (int label = 0; label < tags.labels().size(); label++) {
                if (scores[begin][TagSet.begin(label)] < 2 * CANDIDATE_LEAST) {
                    continue;
                }
                for (int end = begin + 1; end <= Math.min(words.size(), begin + WORDS_MAX); end++) {
                    if (end > begin + 1 && scores[end - 1][TagSet.inside(label)] < 2 * CANDIDATE_LEAST) {
                        break;
                    }
                    WordRun run = new WordRun(begin, end, label);
                    double logOdds = sums.logOdds(run);
                    if (logOdds >= CANDIDATE_LEAST && !best.contains(run)) {
                        found.add(candidate(tags, words, run, logOdds, false));
                    }
                }
            }
        }
        return found;
    }

    private static Candidate candidate(TagSet tags, List<TextSpan> words, WordRun run, double logOdds, boolean best) {
        TextSpan span = new TextSpan(
                words.get(run.begin()).begin(), words.get(run.end() - 1).end());
        return new Candidate(span, tags.labels().get(run.label()), logOdds, best);
    }
}
