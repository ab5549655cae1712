package io.osler.ner.head;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.engine.TokenStates;
import io.osler.engine.WeightForm;
import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads sentences with an encoder. It looks both ways, so a sentence is read once; a word's state is the mean over its
 * tokens. Calls compute before they return.
 */
final class EncoderStateReader implements StateReader {
    /** Texts encoded together; bounds what their tokens' states take, about 20 MB. */
    private static final int BATCH = 64;

    private final Embedder encoder;
    private final HeadModel model;
    private final ReadingPlan usual;

    EncoderStateReader(Embedder encoder, String name) {
        this.encoder = encoder;
        this.model = HeadModel.of(encoder, name);
        this.usual = ReadingPlan.ofEncoder(
                encoder.layers(), encoder.tokensMax() - encoder.tokenizer().around());
    }

    /** A window of one of the sentences. */
    private record Part(int sentence, List<TextSpan> words, ReadingWindow window, String text) {}

    @Override
    public List<CompletableFuture<WordStates>> readAll(List<String> sentences, ReadingPlan plan) {
        List<List<TextSpan>> words = sentences.stream().map(HeadWords::of).toList();
        List<short[][]> states = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            List<TextSpan> own = words.get(i);
            states.add(new short[own.size()][]);
            for (ReadingWindow window : windows(sentence, own, plan)) {
                parts.add(new Part(i, own, window, window.span(own).in(sentence)));
            }
        }
        for (int from = 0; from < parts.size(); from += BATCH) {
            List<Part> some = parts.subList(from, Math.min(parts.size(), from + BATCH));
            List<TokenStates> read =
                    encoder.states(some.stream().map(Part::text).toList(), plan.layers());
            for (int i = 0; i < read.size(); i++) {
                place(some.get(i), read.get(i), plan.layers().size() * width(), states.get(some.get(i).sentence));
            }
        }
        List<CompletableFuture<WordStates>> done = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            done.add(CompletableFuture.completedFuture(
                    WordStates.of(words.get(i), plan.layers(), width(), states.get(i))));
        }
        return done;
    }

    /** A token has a character at least: only a long sentence is worth a tokenisation of its own. */
    private List<ReadingWindow> windows(String sentence, List<TextSpan> words, ReadingPlan plan) {
        List<TextSpan> tokens = sentence.length() <= plan.windowTokens()
                ? List.of()
                : encoder.tokenizer().encodeWithSpans(sentence).spans();
        return ReadingWindow.of(words, tokens, plan.windowTokens());
    }

    /** Means over the tokens that share characters with a word; zeros for a word the tokenizer drops. */
    private static void place(Part part, TokenStates read, int width, short[][] states) {
        int shift = part.words.get(part.window.begin()).begin();
        int first = 0;
        for (int word = part.window.from(); word < part.window.to(); word++) {
            TextSpan at = part.words.get(word);
            int begin = at.begin() - shift;
            int end = at.end() - shift;
            while (first < read.spans().size() && read.spans().get(first).end() <= begin) {
                first++;
            }
            float[] sum = new float[width];
            int tokens = 0;
            for (int token = first;
                    token < read.spans().size() && read.spans().get(token).begin() < end;
                    token++) {
                for (int i = 0; i < width; i++) {
                    sum[i] += read.states()[token][i];
                }
                tokens++;
            }
            states[word] = new short[width];
            for (int i = 0; i < width; i++) {
                states[word][i] = Float.floatToFloat16(tokens == 0 ? 0 : sum[i] / tokens);
            }
        }
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public HeadModel model() {
        return model;
    }

    @Override
    public ReadingPlan usual() {
        return usual;
    }

    @Override
    public int layers() {
        return encoder.layers();
    }

    @Override
    public int width() {
        return encoder.dimension();
    }

    @Override
    public ComputeDevice device() {
        return encoder.options().device();
    }

    @Override
    public String deviceName() {
        return encoder.deviceName();
    }

    @Override
    public WeightForm weightForm() {
        return encoder.weightForm();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
