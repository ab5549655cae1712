package io.osler.engine.embed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts put together for the calls of a runner: sorted by length, so that those of one length lie together and nothing is
 * padded.
 *
 * @param texts  token ids
 * @param places for each text where its vector belongs
 */
public record TextBatch(List<int[]> texts, int[] places) {
    /**
     * Cuts texts into calls of about {@code tokensMax} tokens.
     *
     * @param severalLengths whether a call may hold texts of several lengths
     */
    public static List<TextBatch> of(List<int[]> texts, int tokensMax, boolean severalLengths) {
        // The longest first: the last calls are short, and several threads end together.
        int[] order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> texts.get(i).length)
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        List<TextBatch> batches = new ArrayList<>();
        int begin = 0;
        int tokens = 0;
        for (int i = 0; i < order.length; i++) {
            int length = texts.get(order[i]).length;
            boolean fits = tokens + length <= tokensMax && (severalLengths || length == texts.get(order[begin]).length);
            if (i > begin && !fits) {
                batches.add(slice(texts, order, begin, i));
                begin = i;
                tokens = 0;
            }
            tokens += length;
        }
        if (begin < order.length) {
            batches.add(slice(texts, order, begin, order.length));
        }
        return batches;
    }

    private static TextBatch slice(List<int[]> texts, int[] order, int begin, int end) {
        int[] places = Arrays.copyOfRange(order, begin, end);
        return new TextBatch(IntStream.of(places).mapToObj(texts::get).toList(), places);
    }
}
