package io.osler.ner.head;

import io.osler.engine.Engine;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import io.osler.models.TextSpan;
import io.osler.models.text.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads sentences with a frozen model and tells the states of their words. A sentence stands in the prompt twice, and the
 * second reading's states are taken: there every word has seen the whole sentence, though the model only looks back.
 * Safe for many threads; all sentences handed over together go through the engine in full batches.
 */
final class StateReader {
    private final Engine engine;
    private final ReadingPlan plan;

    StateReader(Engine engine, ReadingPlan plan) {
        int layers = engine.model().config().shape().layers();
        if (plan.layers().getLast() > layers) {
            throw new IllegalArgumentException("layers are %s, the model has %d".formatted(plan.layers(), layers));
        }
        this.engine = engine;
        this.plan = plan;
    }

    /** Part of a sentence that is read by itself; states of words outside {@code [from, to)} are not asked for. */
    private record Window(int begin, int from, int to, int end) {}

    /** @return a future for each sentence, in their order */
    List<CompletableFuture<WordStates>> readAll(List<String> sentences) {
        List<ReadingRequest> requests = new ArrayList<>();
        List<Prepared> prepared = new ArrayList<>();
        for (String sentence : sentences) {
            Prepared one = prepare(sentence);
            prepared.add(one);
            requests.addAll(one.requests);
        }
        List<CompletableFuture<Reading>> readings = engine.submitReadings(requests);
        List<CompletableFuture<WordStates>> states = new ArrayList<>();
        int at = 0;
        for (Prepared one : prepared) {
            List<CompletableFuture<Reading>> own = readings.subList(at, at + one.requests.size());
            at += own.size();
            states.add(together(own).thenApply(_ -> states(one, own)));
        }
        return states;
    }

    /** @param rows for each word its row in its window's reading, for each window one after the other */
    private record Prepared(List<TextSpan> words, List<ReadingRequest> requests, List<int[]> rows) {}

    private Prepared prepare(String sentence) {
        List<TextSpan> words = HeadWords.of(sentence);
        List<ReadingRequest> requests = new ArrayList<>();
        List<int[]> rows = new ArrayList<>();
        for (Window window : windows(sentence, words)) {
            add(sentence, words, window, requests, rows);
        }
        return new Prepared(words, requests, rows);
    }

    private void add(
            String sentence, List<TextSpan> words, Window window, List<ReadingRequest> requests, List<int[]> rows) {
        int begin = words.get(window.begin).begin();
        String text = sentence.substring(begin, words.get(window.end - 1).end());
        String prompt = plan.again().isEmpty() ? plan.before() + text : plan.before() + text + plan.again() + text;
        int shift = prompt.length() - text.length() - begin;
        TokenizedText tokens = engine.tokenizer().encodeWithSpans(prompt);
        int first = engine.model().bosId().isPresent() ? 1 : 0;
        int[] last = new int[window.to - window.from];
        int token = 0;
        for (int word = window.from; word < window.to; word++) {
            int end = words.get(word).end() + shift;
            while (token + 1 < tokens.ids().length
                    && tokens.spans().get(token + 1).begin() < end) {
                token++;
            }
            last[word - window.from] = token + first;
        }
        int[] asked = Arrays.stream(last).distinct().toArray();
        for (int i = 0; i < last.length; i++) {
            last[i] = Arrays.binarySearch(asked, last[i]);
        }
        requests.add(ReadingRequest.of(withFirst(tokens.ids())).withHidden(asked, plan.layerArray()));
        rows.add(last);
    }

    private int[] withFirst(int[] ids) {
        return engine.model()
                .bosId()
                .map(bos -> {
                    int[] all = new int[ids.length + 1];
                    all[0] = bos;
                    System.arraycopy(ids, 0, all, 1, ids.length);
                    return all;
                })
                .orElse(ids);
    }

    /** One for most sentences; else overlapping ones, each word taken from the window that shows more around it. */
    private List<Window> windows(String sentence, List<TextSpan> words) {
        if (words.isEmpty()) {
            return List.of();
        }
        int[] tokensOf = tokensOf(sentence, words);
        List<Window> windows = new ArrayList<>();
        int begin = 0;
        int from = 0;
        while (true) {
            int end = begin;
            int tokens = 0;
            while (end < words.size() && (end == begin || tokens + tokensOf[end] <= plan.windowTokens())) {
                tokens += tokensOf[end++];
            }
            if (end == words.size()) {
                windows.add(new Window(begin, from, end, end));
                return windows;
            }
            int next = Math.max(begin + 1, begin + (end - begin) * 3 / 4);
            int to = Math.max(from + 1, (next + end) / 2);
            windows.add(new Window(begin, from, Math.min(to, end), end));
            from = Math.min(to, end);
            begin = Math.min(next, from);
        }
    }

    /** How many tokens begin in each word. */
    private int[] tokensOf(String sentence, List<TextSpan> words) {
        int[] tokens = new int[words.size()];
        int word = 0;
        for (TextSpan token : engine.tokenizer().encodeWithSpans(sentence).spans()) {
            while (word + 1 < words.size() && words.get(word + 1).begin() < token.end()) {
                word++;
            }
            tokens[word]++;
        }
        return tokens;
    }

    private WordStates states(Prepared prepared, List<CompletableFuture<Reading>> readings) {
        short[][] states = new short[prepared.words.size()][];
        int width = engine.model().config().shape().hidden();
        int word = 0;
        for (int window = 0; window < readings.size(); window++) {
            float[][][] hidden = readings.get(window).join().hidden();
            for (int row : prepared.rows.get(window)) {
                states[word++] = halves(hidden[row], width);
            }
        }
        return new WordStates(prepared.words, plan.layers(), width, states);
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
