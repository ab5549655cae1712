package io.osler.engine.embed;

import io.osler.engine.WeightForm;
import java.util.List;

/** A runner that also tells what tokens' states are on the way. */
public interface LayeredRunner extends EncoderRunner {
    /** How many layers there are. */
    int layers();

    /**
     * The hidden states of the texts' tokens after chosen layers; layers above the last of them are not run. Safe on every
     * prepared thread at once.
     *
     * @param texts  as for {@link #encode}
     * @param layers at least one, rising, of 1 to {@link #layers}
     * @return {@code [text][token][layer * dimension + i]}
     * @throws io.osler.engine.EngineException FAILED when the library refuses
     */
    float[][][] states(List<int[]> texts, int[] layers);

    /** The number format the matrices are in. */
    WeightForm weightForm();

    /** Such as {@code cpu}. */
    String deviceName();
}
