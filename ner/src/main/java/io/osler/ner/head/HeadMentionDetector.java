package io.osler.ner.head;

import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Finds mentions by fitted heads on frozen models: one pass over a sentence, nothing is generated. Several heads share
 * the pass; where their mentions overlap the surer one stays.
 */
public final class HeadMentionDetector implements MentionDetector {
    private final List<FittedHead> heads;
    private final HeadReader reader;
    private final List<ReadingPlan> plans;
    private final OptionalDouble confidenceMin;

    /**
     * @param reader        of the models the heads were fitted on; stays the caller's to close
     * @param confidenceMin every mention of at least this confidence, and no other; empty for the likeliest reading of each
     *                      sentence
     */
    public HeadMentionDetector(HeadReader reader, List<FittedHead> heads, OptionalDouble confidenceMin) {
        this.heads = List.copyOf(heads);
        this.confidenceMin = confidenceMin;
        confidenceMin.ifPresent(least -> {
            if (!(least >= 0 && least <= 1)) {
                throw new IllegalArgumentException("confidenceMin is %s, expected 0 to 1".formatted(least));
            }
        });
        this.reader = reader;
        this.plans = ReadingPlan.unions(
                heads.stream().map(head -> head.info().plans()).toList());
    }

    @Override
    public List<Mention> detect(String sentence) {
        try {
            return detectAll(List.of(sentence)).getFirst().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Tagging runs on threads of the common pool: the engine's own goes on with the next sentences meanwhile. */
    @Override
    public List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        List<CompletableFuture<WordStates>> states = reader.readAll(sentences, plans);
        List<CompletableFuture<List<Mention>>> found = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            String sentence = sentences.get(i);
            found.add(states.get(i).thenApplyAsync(read -> mentions(sentence, read)));
        }
        return found;
    }

    /**
     * Mentions as {@link #detectAll} finds them, with what says how unsure the heads are.
     *
     * @return a future for each sentence, in their order
     */
    public List<CompletableFuture<SentenceReading>> readings(List<String> sentences) {
        List<CompletableFuture<WordStates>> states = reader.readAll(sentences, plans);
        List<CompletableFuture<SentenceReading>> readings = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            String sentence = sentences.get(i);
            readings.add(states.get(i)
                    .thenApplyAsync(read -> heads.stream()
                            .map(head ->
                                    head.reading(sentence, read.only(head.info().plans())))
                            .reduce(SentenceReading::plus)
                            .orElseThrow()
                            .with(mentions(sentence, read))));
        }
        return readings;
    }

    private List<Mention> mentions(String sentence, WordStates read) {
        List<Mention> all = new ArrayList<>();
        for (FittedHead head : heads) {
            WordStates own = read.only(head.info().plans());
            all.addAll(
                    confidenceMin.isPresent()
                            ? head.mentions(sentence, own, confidenceMin.getAsDouble())
                            : head.mentions(sentence, own));
        }
        return heads.size() == 1 ? all : apart(all);
    }

    private static List<Mention> apart(List<Mention> all) {
        List<Mention> kept = new ArrayList<>();
        all.stream()
                .sorted(Comparator.comparingDouble(Mention::confidence).reversed())
                .forEach(mention -> {
                    if (kept.stream().noneMatch(other -> other.span().overlaps(mention.span()))) {
                        kept.add(mention);
                    }
                });
        return kept.stream().sorted().toList();
    }
}
