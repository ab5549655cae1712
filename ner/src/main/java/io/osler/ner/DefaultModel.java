package io.osler.ner;

/** The model that is taken when nobody names one. */
public final class DefaultModel {
    /** In the catalogue of the model store. */
    public static final String ID = "qwen2.5-coder-1.5b-instruct";

    /** For machines on which {@link #ID} would not fit beside what else runs there. */
    public static final String SMALL_ID = "smollm2-135m-instruct";

    /** The encoder of sentences. */
    public static final String ENCODER_ID = "all-minilm-l6-v2";

    /** Weights, cache and room to work of {@link #ID}. */
    public static final long MEMORY_BYTES_LEAST = 6_000_000_000L;

    private DefaultModel() {}

    /**
     * The model for a machine.
     *
     * @param memoryAvailableBytes what {@code MachineMemory.availableBytes()} says
     */
    public static String idFor(long memoryAvailableBytes) {
        return memoryAvailableBytes < MEMORY_BYTES_LEAST ? SMALL_ID : ID;
    }
}
