package io.osler.models.config;

/**
 * MPNet: no token types, positions begin behind the padding id, and how far two tokens stand apart adds to their score.
 *
 * @param shape   sizes
 * @param padId   the padding token; a text's positions begin one behind it
 * @param buckets rows of the table of distances, an even number: the near ones have a row each, far ones share
 * @see <a href="https://arxiv.org/abs/2004.09297">Song et al. 2020, MPNet</a>
 */
public record MpnetConfig(EncoderShape shape, int padId, int buckets) implements EncoderConfig {
    /** Distances from here on share the last row. */
    private static final int DISTANCE_MAX = 128;

    public MpnetConfig {
        requirePositions(shape, padId);
        if (buckets < 4 || buckets % 4 != 0 || buckets > DISTANCE_MAX) {
            throw new IllegalArgumentException(
                    "buckets is %d, expected a multiple of 4 from 4 to %d".formatted(buckets, DISTANCE_MAX));
        }
    }

    @Override
    public int firstPosition() {
        return padId + 1;
    }

    /**
     * Row of the table of distances for a key that stands {@code distance} tokens behind the query; negative for one
     * before it. Half of the rows are for either side; of each side half have a distance each, the others widen
     * logarithmically.
     *
     * @see <a href="https://arxiv.org/abs/1910.10683">Raffel et al. 2020, T5, section 2.1</a>
     */
    public int bucket(int distance) {
        int side = buckets / 2;
        int exact = side / 2;
        int apart = Math.abs(distance);
        // Keys behind the query have the upper rows.
        int base = distance > 0 ? side : 0;
        if (apart < exact) {
            return base + apart;
        }
        // float32 as the models were trained with: in double, distances at a boundary fall otherwise.
        float share = (float) Math.log(apart / (float) exact) / (float) Math.log(DISTANCE_MAX / (double) exact);
        return base + Math.min(side - 1, exact + (int) (share * (side - exact)));
    }

    static void requirePositions(EncoderShape shape, int padId) {
        if (padId < 0 || padId + 1 >= shape.positions()) {
            throw new IllegalArgumentException(
                    "padId is %d, expected 0 to %d: positions begin behind it".formatted(padId, shape.positions() - 2));
        }
    }
}
