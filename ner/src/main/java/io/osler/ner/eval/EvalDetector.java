package io.osler.ner.eval;

import io.osler.engine.Engine;
import io.osler.ner.detect.AnswerDetector;
import io.osler.ner.detect.MentionDetector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A detector under measurement: what it finds, what went wrong, and what it took. */
public interface EvalDetector extends AutoCloseable {
    /** A future for each sentence, in their order. */
    List<CompletableFuture<Outcome>> detectAll(List<String> sentences);

    /** Tokens asked for so far. */
    default EngineUse use() {
        return EngineUse.NONE;
    }

    /** What was fitted for this setting before it could begin, and how that did; empty when nothing was. */
    default String fitting() {
        return "";
    }

    /** Lets go of what belongs to this setting alone; an engine that settings share stays open. */
    @Override
    default void close() {}

    /** With what the model's answers came to. */
    static EvalDetector of(AnswerDetector detector) {
        return sentences -> detector.detections(sentences).stream()
                .map(found -> found.thenApply(Outcome::of))
                .toList();
    }

    /** Without counts. */
    static EvalDetector of(MentionDetector detector, Optional<Engine> engine) {
        return of(detector, engine, "");
    }

    /**
     * Without counts.
     *
     * @param fitting what was fitted for it, and how that did
     */
    static EvalDetector of(MentionDetector detector, Optional<Engine> engine, String fitting) {
        return new EvalDetector() {
            @Override
            public String fitting() {
                return fitting;
            }

            @Override
            public List<CompletableFuture<Outcome>> detectAll(List<String> sentences) {
                return detector.detectAll(sentences).stream()
                        .map(found -> found.thenApply(Outcome::of))
                        .toList();
            }

            @Override
            public EngineUse use() {
                return engine.map(open -> EngineUse.of(open.stats())).orElse(EngineUse.NONE);
            }
        };
    }
}
