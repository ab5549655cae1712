package io.osler.ner.eval;

import io.osler.engine.EngineException;
import io.osler.ner.corpus.GoldSentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One setting's work: its detector reads those sentences of each part that it lacks.
 *
 * @param missing  ids of the sentences that have no row yet
 * @param detector empty when none is missing
 * @param rows     takes a row of each sentence, in the order in which they are done
 * @param failures takes the id of a sentence that the detector could not take, and why
 */
record Turns(
        Set<String> missing,
        Optional<EvalDetector> detector,
        Consumer<EvalRow> rows,
        BiConsumer<String, String> failures)
        implements AutoCloseable {
    void take(List<GoldSentence> part) {
        List<GoldSentence> lacking = part.stream()
                .filter(sentence -> missing.contains(sentence.id()))
                .toList();
        if (!lacking.isEmpty()) {
            read(lacking, detector.orElseThrow());
        }
    }

    @Override
    public void close() {
        detector.ifPresent(EvalDetector::close);
    }

    /** Rows in the order in which sentences are done. */
    private void read(List<GoldSentence> part, EvalDetector detector) {
        long last = System.nanoTime();
        EngineUse used = detector.use();
        BlockingQueue<Done> queue = new LinkedBlockingQueue<>();
        List<CompletableFuture<Outcome>> futures =
                detector.detectAll(part.stream().map(GoldSentence::text).toList());
        List<CompletableFuture<Outcome>> told = new ArrayList<>();
        for (int i = 0; i < futures.size(); i++) {
            GoldSentence sentence = part.get(i);
            told.add(
                    futures.get(i).whenComplete((outcome, failure) -> queue.add(new Done(sentence, outcome, failure))));
        }
        try {
            for (int i = 0; i < part.size(); i++) {
                Done done = queue.take();
                Outcome outcome = done.failure() == null ? done.outcome() : failed(done);
                long now = System.nanoTime();
                EngineUse usedNow = detector.use();
                EngineUse use = outcome.use().equals(EngineUse.NONE) ? usedNow.minus(used) : outcome.use();
                rows.accept(new EvalRow(
                        "", done.sentence().id(), new Outcome(outcome.mentions(), outcome.counts(), use), now - last));
                last = now;
                used = usedNow;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted; its rows so far are kept");
        } finally {
            told.forEach(future -> future.cancel(true));
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** A sentence that does not fit is a row without mentions; anything else ends the run. */
    private Outcome failed(Done done) {
        Throwable thrown = done.failure();
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        boolean ofThisSentence = failure instanceof IllegalArgumentException
                || (failure instanceof EngineException engine
                        && engine.code() == EngineException.Code.CONTEXT_EXCEEDED);
        if (ofThisSentence) {
            failures.accept(done.sentence().id(), failure.getMessage());
            return new Outcome(List.of(), Map.of(Outcome.FAILED, 1), EngineUse.NONE);
        }
        switch (failure) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    private record Done(GoldSentence sentence, Outcome outcome, Throwable failure) {}
}
