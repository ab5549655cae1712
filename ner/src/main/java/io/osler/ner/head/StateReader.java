package io.osler.ner.head;

import io.osler.engine.ComputeDevice;
import io.osler.engine.WeightForm;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One frozen model that tells the states of sentences' words. Safe for many threads. Owns the model. */
interface StateReader extends AutoCloseable {
    HeadModel model();

    /** How sentences are put before this model when nobody says otherwise. */
    ReadingPlan usual();

    /** Layers the model has. */
    int layers();

    /** Numbers of a state. */
    int width();

    /** Where the model was asked to run. */
    ComputeDevice device();

    /** Where it runs, such as {@code cpu}. */
    String deviceName();

    /** Number format it runs in. */
    WeightForm weightForm();

    /** Whether {@link #readAll} computes before it returns. */
    boolean blocks();

    /**
     * Sentences handed over together go through the model in full batches.
     *
     * @param plan of layers that the model has
     * @return a future for each sentence, in their order, with states of this model alone
     */
    List<CompletableFuture<WordStates>> readAll(List<String> sentences, ReadingPlan plan);

    @Override
    void close();
}
