package io.osler.ner.detect;

import io.osler.ner.ConfidenceBand;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Another detector's mentions; those of doubtful confidence stay when the model, asked about each by itself, says yes
 * rather than no. What stays keeps its confidence. Safe for many threads.
 */
public final class VerifyingDetector implements MentionDetector {
    private final MentionDetector first;
    private final ConfidenceBand doubtful;
    private final Function<List<Verifier.Finding>, double[]> verifier;

    public VerifyingDetector(MentionDetector first, ConfidenceBand doubtful, Verifier verifier) {
        this(first, doubtful, verifier::probabilities);
    }

    /** @param verifier says how likely findings are right */
    VerifyingDetector(
            MentionDetector first, ConfidenceBand doubtful, Function<List<Verifier.Finding>, double[]> verifier) {
        this.first = first;
        this.doubtful = doubtful;
        this.verifier = verifier;
    }

    @Override
    public List<Mention> detect(String sentence) {
        return kept(List.of(sentence), List.of(first.detect(sentence))).getFirst();
    }

    /** Waits for the first answers before it returns. */
    @Override
    public List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        List<CompletableFuture<List<Mention>>> found = first.detectAll(sentences);
        // A sentence that failed has no mentions to ask about; its future says so itself.
        List<List<Mention>> mentions = found.stream()
                .map(future -> future.exceptionally(_ -> List.of()).join())
                .toList();
        List<List<Mention>> kept = kept(sentences, mentions);
        return IntStream.range(0, found.size())
                .mapToObj(i -> found.get(i).thenApply(_ -> kept.get(i)))
                .toList();
    }

    private List<List<Mention>> kept(List<String> sentences, List<List<Mention>> found) {
        List<Verifier.Finding> asked = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            for (Mention mention : found.get(i)) {
                if (doubtful.holds(mention)) {
                    asked.add(new Verifier.Finding(sentences.get(i), mention));
                }
            }
        }
        double[] probabilities = verifier.apply(asked);
        List<List<Mention>> kept = new ArrayList<>();
        int next = 0;
        for (List<Mention> mentions : found) {
            List<Mention> sure = new ArrayList<>();
            for (Mention mention : mentions) {
                if (!doubtful.holds(mention) || probabilities[next++] > 0.5) {
                    sure.add(mention);
                }
            }
            kept.add(List.copyOf(sure));
        }
        return kept;
    }
}
