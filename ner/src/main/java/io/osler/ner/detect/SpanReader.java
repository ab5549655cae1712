package io.osler.ner.detect;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Says of the likely spans of sentences how likely a model thinks them, choice by choice. */
public interface SpanReader {
    /** @return a future for each sentence, in their order */
    List<CompletableFuture<SentenceReading>> readings(List<String> sentences);

    /**
     * The same with spans that are told of however unlikely the model thinks them.
     *
     * @param kept may overlap; only those that begin and end with words of the sentence can be read
     */
    SpanReader keeping(MentionDetector kept);
}
