package io.osler.ner.detect;

import io.osler.engine.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Puts many questions to a model together. */
final class Asking {
    private Asking() {}

    /** Reads the answer to question {@code index}. */
    @FunctionalInterface
    interface Reader {
        Detection read(int index, Question question, Generation answer);
    }

    /**
     * @param count    of questions
     * @param question makes one; what it throws fails its own future alone
     */
    static List<CompletableFuture<Detection>> all(
            LanguageModel model, int count, IntFunction<Question> question, int answerTokensMax, Reader reader) {
        List<Question> asked = new ArrayList<>();
        List<CompletableFuture<Detection>> detections = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                asked.add(question.apply(i));
                places.add(i);
                detections.add(null);
            } catch (IllegalArgumentException e) {
                detections.add(CompletableFuture.failedFuture(e));
            }
        }
        List<CompletableFuture<Generation>> answers = model.submitAll(
                asked.stream().map(one -> one.request(answerTokensMax)).toList());
        for (int i = 0; i < answers.size(); i++) {
            Question own = asked.get(i);
            int place = places.get(i);
            detections.set(place, answers.get(i).thenApply(answer -> reader.read(place, own, answer)));
        }
        return detections;
    }
}
