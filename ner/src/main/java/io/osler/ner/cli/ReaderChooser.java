package io.osler.ner.cli;

import io.osler.engine.Embedder;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.models.EncoderDirectory;
import io.osler.ner.head.HeadReader;
import java.util.List;

/** From what a user calls the models of a head to open ones, pulled when they are not here yet. */
record ReaderChooser(ModelChooser models) {
    static ReaderChooser of(Surroundings surroundings) {
        return new ReaderChooser(new ModelChooser(surroundings.store().get(), surroundings));
    }

    /**
     * Opens language models and encoders; the caller closes what comes back.
     *
     * @param names   at least one; ids, {@code hub:owner/name}, or paths
     * @param options of language models; encoders are opened alike ({@link HeadReader#encoderOptions})
     * @throws UsageException when there is no such model, with those there are
     */
    HeadReader open(List<String> names, EngineOptions options) {
        HeadReader reader = null;
        try {
            for (String name : names) {
                models.surroundings().err().printf("opening %s%n", name);
                HeadReader one = open(name, options);
                reader = reader == null ? one : reader.and(one);
            }
            return reader;
        } catch (RuntimeException e) {
            if (reader != null) {
                reader.close();
            }
            throw e;
        }
    }

    private HeadReader open(String name, EngineOptions options) {
        ChosenModel chosen = models.ofAnyKind(name);
        return EncoderDirectory.isEncoder(chosen.path())
                ? HeadReader.of(Embedder.open(chosen.path(), HeadReader.encoderOptions(options)), chosen.id())
                : HeadReader.of(Engine.open(chosen.path(), options), chosen.id());
    }

    /** Whether it is an encoder and no language model. */
    boolean isEncoder(String name) {
        return EncoderDirectory.isEncoder(models.ofAnyKind(name).path());
    }
}
