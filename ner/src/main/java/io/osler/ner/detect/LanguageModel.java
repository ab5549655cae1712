package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.models.text.ChatTemplate;
import io.osler.models.text.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What detectors need of an engine. */
interface LanguageModel {
    Tokenizer tokenizer();

    /** Ids of a plain text at the start of a sequence. */
    int[] begin(String text);

    Optional<ChatTemplate> chatTemplate();

    List<CompletableFuture<Generation>> submitAll(List<GenerationRequest> requests);

    static LanguageModel of(Engine engine) {
        return new LanguageModel() {
            @Override
            public Tokenizer tokenizer() {
                return engine.tokenizer();
            }

            @Override
            public int[] begin(String text) {
                return engine.prompt(text);
            }

            @Override
            public Optional<ChatTemplate> chatTemplate() {
                return engine.model().chatTemplate();
            }

            @Override
            public List<CompletableFuture<Generation>> submitAll(List<GenerationRequest> requests) {
                return engine.submitAll(requests);
            }
        };
    }
}
