package io.osler.engine.loop;

import io.osler.engine.Generation.FinishReason;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import java.util.Arrays;
import java.util.Optional;

/** Reads tokens without generating any, and keeps what was asked about them. */
final class ReadingWork implements Work {
    private static final int[] NONE = {};

    private final ReadingRequest request;
    private final float[][] logits;
    private final float[][][] hidden;
    private final int[] ids;
    private int done;

    ReadingWork(ReadingRequest request) {
        this.request = request;
        this.ids = Arrays.stream(request.ids()).sorted().distinct().toArray();
        this.logits = new float[request.logitRows().length][];
        this.hidden = new float[request.hiddenRows().length][request.hiddenLayers().length][];
    }

    int[] hiddenLayers() {
        return request.hiddenLayers();
    }

    Reading reading() {
        return new Reading(logits, hidden);
    }

    @Override
    public int tokensMax() {
        return request.tokens().length;
    }

    @Override
    public int[] begin() {
        return NONE;
    }

    @Override
    public Optional<FinishReason> finished() {
        return done == request.tokens().length ? Optional.of(FinishReason.LENGTH) : Optional.empty();
    }

    /** Nothing is asked where all was found in the pool already. */
    void readTo(int position) {
        done = position;
    }

    @Override
    public Ask ask(int length, int from, int end, int draftMax) {
        int to = Math.min(length, end);
        return new Ask(to, NONE, within(request.logitRows(), from, to), ids, within(request.hiddenRows(), from, to));
    }

    @Override
    public Verdict settle(Ask ask, Answer answer) {
        for (int i = 0; i < ask.rows().length; i++) {
            logits[indexOf(request.logitRows(), ask.rows()[i])] = row(answer, answer.firstRow() + i);
        }
        for (int i = 0; i < ask.hidden().length; i++) {
            float[][] layers = hidden[indexOf(request.hiddenRows(), ask.hidden()[i])];
            for (int layer = 0; layer < layers.length; layer++) {
                layers[layer] = answer.hidden()[layer][i];
            }
        }
        return new Verdict(0, NONE);
    }

    /** The logits of the ids in the order the request has them. */
    private float[] row(Answer answer, int row) {
        if (request.ids().length == 0) {
            return answer.logits().row(row);
        }
        float[] values = new float[request.ids().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = answer.logits().at(row, Arrays.binarySearch(answer.ids(), request.ids()[i]));
        }
        return values;
    }

    private static int[] within(int[] rising, int from, int to) {
        return Arrays.stream(rising).filter(row -> row >= from && row < to).toArray();
    }

    private static int indexOf(int[] rising, int row) {
        return Arrays.binarySearch(rising, row);
    }
}
