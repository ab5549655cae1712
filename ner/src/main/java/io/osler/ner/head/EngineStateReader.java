package io.osler.ner.head;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import io.osler.engine.WeightForm;
import io.osler.models.TextSpan;
import io.osler.models.text.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads sentences with a language model. A sentence stands in the prompt twice, and the second reading's states are taken,
 * each word's at its last token: there every word has seen the whole sentence, though the model only looks back.
 */
final class EngineStateReader implements StateReader {
    private final Engine engine;
    private final HeadModel model;

    EngineStateReader(Engine engine, String name) {
        this.engine = engine;
        this.model = HeadModel.of(engine, name);
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public HeadModel model() {
        return model;
    }

    @Override
    public ReadingPlan usual() {
        return ReadingPlan.of(layers());
    }

    @Override
    public int layers() {
        return engine.model().config().shape().layers();
    }

    @Override
    public int width() {
        return engine.model().config().shape().hidden();
    }

    @Override
    public ComputeDevice device() {
        return engine.options().device();
    }

    @Override
    public String deviceName() {
        return engine.deviceName();
    }

    @Override
    public WeightForm weightForm() {
        return engine.weightForm();
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public List<CompletableFuture<WordStates>> readAll(List<String> sentences, ReadingPlan plan) {
        List<ReadingRequest> requests = new ArrayList<>();
        List<Prepared> prepared = new ArrayList<>();
        for (String sentence : sentences) {
            Prepared one = prepare(sentence, plan);
            prepared.add(one);
            requests.addAll(one.requests);
        }
        List<CompletableFuture<Reading>> readings = engine.submitReadings(requests);
        List<CompletableFuture<WordStates>> states = new ArrayList<>();
        int at = 0;
        for (Prepared one : prepared) {
            List<CompletableFuture<Reading>> own = readings.subList(at, at + one.requests.size());
            at += own.size();
            states.add(together(own).thenApply(_ -> states(one, own, plan)));
        }
        return states;
    }

    /** @param rows for each word its row in its window's reading, for each window one after the other */
    private record Prepared(List<TextSpan> words, List<ReadingRequest> requests, List<int[]> rows) {}

    private Prepared prepare(String sentence, ReadingPlan plan) {
        List<TextSpan> words = HeadWords.of(sentence);
        List<ReadingRequest> requests = new ArrayList<>();
        List<int[]> rows = new ArrayList<>();
        List<TextSpan> tokens = engine.tokenizer().encodeWithSpans(sentence).spans();
        for (ReadingWindow window : ReadingWindow.of(words, tokens, plan.windowTokens())) {
            requests.add(request(sentence, words, window, plan, rows));
        }
        return new Prepared(words, requests, rows);
    }

    private ReadingRequest request(
            String sentence, List<TextSpan> words, ReadingWindow window, ReadingPlan plan, List<int[]> rows) {
        String text = window.span(words).in(sentence);
        int begin = words.get(window.begin()).begin();
        String prompt = plan.again().isEmpty() ? plan.before() + text : plan.before() + text + plan.again() + text;
        int shift = prompt.length() - text.length() - begin;
        TokenizedText tokens = engine.tokenizer().encodeWithSpans(prompt);
        int[] read = engine.prompt(tokens.ids());
        int first = read.length - tokens.ids().length;
        int[] last = new int[window.to() - window.from()];
        int token = 0;
        for (int word = window.from(); word < window.to(); word++) {
            int end = words.get(word).end() + shift;
            while (token + 1 < tokens.ids().length
                    && tokens.spans().get(token + 1).begin() < end) {
                token++;
            }
            last[word - window.from()] = token + first;
        }
        int[] asked = Arrays.stream(last).distinct().toArray();
        for (int i = 0; i < last.length; i++) {
            last[i] = Arrays.binarySearch(asked, last[i]);
        }
        rows.add(last);
        return ReadingRequest.of(read).withHidden(asked, plan.layerArray());
    }

    private WordStates states(Prepared prepared, List<CompletableFuture<Reading>> readings, ReadingPlan plan) {
        short[][] states = new short[prepared.words.size()][];
        int word = 0;
        for (int window = 0; window < readings.size(); window++) {
            float[][][] hidden = readings.get(window).join().hidden();
            for (int row : prepared.rows.get(window)) {
                states[word++] = halves(hidden[row], width());
            }
        }
        return WordStates.of(prepared.words, plan.layers(), width(), states);
    }

    private static short[] halves(float[][] layers, int width) {
        short[] halves = new short[layers.length * width];
        for (int layer = 0; layer < layers.length; layer++) {
            for (int i = 0; i < width; i++) {
                halves[layer * width + i] = Float.floatToFloat16(layers[layer][i]);
            }
        }
        return halves;
    }

    private static CompletableFuture<Void> together(List<CompletableFuture<Reading>> readings) {
        return CompletableFuture.allOf(readings.toArray(CompletableFuture[]::new));
    }
}
