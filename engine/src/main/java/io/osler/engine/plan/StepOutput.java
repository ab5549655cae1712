package io.osler.engine.plan;

import java.util.Arrays;

/**
 * What a step answered, row for row in the order asked.
 *
 * @param asked  logits of the asked rows over the asked ids
 * @param whole  logits of rows over the whole vocabulary
 * @param hidden hidden states, float32 [layers asked][rows asked][width], flat
 * @param width  of a hidden state
 */
public record StepOutput(Logits asked, Logits whole, float[] hidden, int width) {
    /**
     * Hidden states of some of the asked rows after some of the asked layers.
     *
     * @param input  what was asked
     * @param first  of the rows, among those asked
     * @param count  how many rows
     * @param layers wanted, all of them among those asked
     * @return [layer][row][width]
     */
    public float[][][] hidden(StepInput input, int first, int count, int[] layers) {
        float[][][] states = new float[layers.length][count][];
        int rows = input.hiddenRows().length;
        for (int i = 0; count > 0 && i < layers.length; i++) {
            int layer = Arrays.binarySearch(input.hiddenLayers(), layers[i]);
            for (int row = 0; row < count; row++) {
                int begin = (layer * rows + first + row) * width;
                states[i][row] = Arrays.copyOfRange(hidden, begin, begin + width);
            }
        }
        return states;
    }
}
