package io.osler.engine;

import io.osler.engine.arch.EncoderArchitecture;
import io.osler.engine.embed.EncoderRunner;
import io.osler.engine.embed.LayeredRunner;
import io.osler.engine.embed.OnnxEncoder;
import io.osler.engine.embed.TextBatch;
import io.osler.engine.embed.Workers;
import io.osler.engine.torch.TorchEncoder;
import io.osler.models.EncoderDirectory;
import io.osler.models.ModelException;
import io.osler.models.config.EncoderConfig;
import io.osler.models.config.EncoderRecipe;
import io.osler.models.text.EncoderTokenizer;
import io.osler.models.text.TokenizedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns texts into vectors whose dot product says how alike the texts are. The door to encoders, as {@link Engine} is to
 * language models.
 *
 * <p>Safe for any number of threads. What a text's vector is does not depend on the texts beside it: they are sorted by
 * length and never padded. Owns the model's files and the runner: closing it waits for the running calls and closes them.
 */
public final class Embedder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Embedder.class);

    /** Where an ONNX file's recipe leaves the length open; every BERT reads that much. */
    private static final int ONNX_TOKENS_OTHERWISE = 512;

    /** A text is cheap to tokenise beside handing it to a thread. */
    private static final int TEXTS_TOKENISED_AT_ONCE = 64;

    private final EncoderDirectory directory;
    private final EncoderRecipe recipe;
    private final EncoderRunner runner;
    private final Workers workers;
    private final EmbedderOptions options;
    private final int tokensMax;
    private final AtomicLong cutTexts = new AtomicLong();
    private final OpenGate gate;

    private Embedder(EncoderDirectory directory, EncoderRecipe recipe, EncoderRunner runner, EmbedderOptions options) {
        this.directory = directory;
        this.recipe = recipe;
        this.runner = runner;
        this.options = options;
        this.gate = new OpenGate(directory.name(), "the embedder is closed; open another");
        this.tokensMax =
                recipe.tokensMax() == 0 ? runner.tokensMax() : Math.min(recipe.tokensMax(), runner.tokensMax());
        directory.tokenizer().cut(new int[0], tokensMax); // refuses a length that no text fits in
        this.workers = new Workers("osler-embedder", isGpu(options) ? 1 : options.workers(), runner::prepareThread);
    }

    /**
     * Opens the encoder of a directory: {@code tokenizer.json} or {@code vocab.txt}, and either {@code config.json} with
     * safetensors or {@code model.onnx}. Leaves nothing open when it fails.
     *
     * @throws ModelException when the directory does not hold an encoder that can be read
     * @throws EngineException RECIPE_MISSING when nothing says how the tokens' states become a vector;
     *     FORM_UNSUPPORTED, DEVICE_MISSING or LIBRARY_MISSING when it cannot run here as asked
     */
    public static Embedder open(Path modelDirectory, EmbedderOptions options) {
        EncoderDirectory directory = EncoderDirectory.open(modelDirectory);
        EncoderRunner runner = null;
        try {
            EncoderRecipe recipe = options.recipe().or(directory::recipe).orElseThrow(() -> noRecipe(directory));
            runner = runner(directory, recipe, options);
            return new Embedder(directory, recipe, runner, options);
        } catch (RuntimeException | Error e) {
            if (runner != null) {
                runner.close();
            }
            directory.close();
            throw e;
        }
    }

    private static EncoderRunner runner(EncoderDirectory directory, EncoderRecipe recipe, EmbedderOptions options) {
        int threadsOfCall = isGpu(options) ? options.workers() : 1;
        return switch (options.kind()) {
            case PROGRAM -> program(directory, recipe, options, threadsOfCall);
            case ONNX -> onnx(directory, recipe, options, threadsOfCall);
            case AUTO ->
                directory.program().isPresent()
                        ? program(directory, recipe, options, threadsOfCall)
                        : onnx(directory, recipe, options, threadsOfCall);
        };
    }

    private static EncoderRunner program(
            EncoderDirectory directory, EncoderRecipe recipe, EmbedderOptions options, int threadsOfCall) {
        EncoderDirectory.Program program = directory
                .program()
                .orElseThrow(() -> new EngineException(
                        EngineException.Code.FORM_UNSUPPORTED,
                        directory.path().toString(),
                        "holds no weights that a program can read, expected config.json and safetensors, or an ONNX"
                                + " export of BERT; use kind ONNX"));
        return TorchEncoder.load(
                new EncoderArchitecture(program.config(), recipe.pooling()),
                program.rows(),
                options.weightForm(),
                options.exact(),
                options.device(),
                threadsOfCall);
    }

    private static EncoderRunner onnx(
            EncoderDirectory directory, EncoderRecipe recipe, EmbedderOptions options, int threadsOfCall) {
        Path file = directory
                .onnx()
                .orElseThrow(() -> new EngineException(
                        EngineException.Code.FORM_UNSUPPORTED,
                        directory.path().toString(),
                        "holds no model.onnx; use kind PROGRAM"));
        int tokensMax = directory
                .program()
                .map(EncoderDirectory.Program::config)
                .map(EncoderConfig::tokensMax)
                .orElse(recipe.tokensMax() == 0 ? ONNX_TOKENS_OTHERWISE : recipe.tokensMax());
        return OnnxEncoder.open(file, recipe.pooling(), options.device(), threadsOfCall, tokensMax);
    }

    private static boolean isGpu(EmbedderOptions options) {
        return options.device() == ComputeDevice.CUDA;
    }

    private static EngineException noRecipe(EncoderDirectory directory) {
        return new EngineException(
                EngineException.Code.RECIPE_MISSING,
                directory.path().toString(),
                "says nowhere how its tokens' states become a vector, expected modules.json and 1_Pooling/config.json or"
                        + " an entry of the catalogue; give the options a recipe, as the model's card has it");
    }

    /** Which model and settings make the vectors; vectors of different names are never to be compared. */
    public String name() {
        String prefix = recipe.prefix().isEmpty() ? "" : ", prefix '%s'".formatted(recipe.prefix());
        return "%s (%s, %d tokens%s%s)"
                .formatted(
                        directory.name(),
                        recipe.pooling().name().toLowerCase(Locale.ROOT),
                        tokensMax,
                        prefix,
                        options.normalised() ? "" : ", as long as they come");
    }

    /** Numbers in a vector. */
    public int dimension() {
        return runner.dimension();
    }

    /** Most tokens of a text that are read, special ones included. */
    public int tokensMax() {
        return tokensMax;
    }

    /** Where its files are. */
    public Path path() {
        return directory.path();
    }

    public EmbedderOptions options() {
        return options;
    }

    /** How texts become tokens; stays the embedder's to close. */
    public EncoderTokenizer tokenizer() {
        return directory.tokenizer();
    }

    /**
     * How many layers {@link #states} can tell of.
     *
     * @throws EngineException FORM_UNSUPPORTED without a program
     */
    public int layers() {
        return layered().layers();
    }

    /**
     * The number format the program's matrices are in.
     *
     * @throws EngineException FORM_UNSUPPORTED without a program
     */
    public WeightForm weightForm() {
        return layered().weightForm();
    }

    /**
     * Where the program runs, such as {@code cpu}.
     *
     * @throws EngineException FORM_UNSUPPORTED without a program
     */
    public String deviceName() {
        return layered().deviceName();
    }

    /** How the tokens' states become a vector, and what goes before a text. */
    public EncoderRecipe recipe() {
        return recipe;
    }

    /** How many texts were longer than {@link #tokensMax} since opening, and are known by their beginning. */
    public long cutTexts() {
        return cutTexts.get();
    }

    /** The vector of one text. */
    public float[] encode(String text) {
        return encode(List.of(text)).getFirst();
    }

    /**
     * One vector for each text, in their order; of length 1 unless the options say otherwise. An empty text has one too.
     *
     * @throws EngineException CLOSED, or FAILED when the runner fails or gives what is no number
     */
    public List<float[]> encode(List<String> texts) {
        return gate.inside(() -> {
            int[][] tokens = new int[texts.size()][];
            workers.run(perTexts(tokens.length, i -> tokens[i] = tokenised(texts.get(i))));
            float[][] vectors = new float[texts.size()][];
            workers.run(perBatch(List.of(tokens), batch -> encode(batch, vectors)));
            return List.of(vectors);
        });
    }

    /**
     * The hidden states of each text's tokens after chosen layers: what a head is fitted on. Needs a program; an ONNX file
     * tells the last states alone.
     *
     * @param texts  none longer than {@link #tokensMax}; read as they are, without the recipe's prefix
     * @param layers at least one, rising, of 1 to {@link #layers}
     * @return one for each text, in their order
     * @throws IllegalArgumentException when a text is too long or there is no such layer
     * @throws EngineException CLOSED, FAILED, or FORM_UNSUPPORTED without a program
     */
    public List<TokenStates> states(List<String> texts, List<Integer> layers) {
        LayeredRunner layered = layered();
        int[] asked = layers.stream().mapToInt(Integer::intValue).toArray();
        return gate.inside(() -> {
            TokenizedText[] tokens = new TokenizedText[texts.size()];
            workers.run(perTexts(texts.size(), i -> tokens[i] = fitting(texts.get(i))));
            TokenStates[] states = new TokenStates[texts.size()];
            List<int[]> ids = Arrays.stream(tokens).map(TokenizedText::ids).toList();
            workers.run(perBatch(ids, batch -> {
                float[][][] made = layered.states(batch.texts(), asked);
                for (int i = 0; i < made.length; i++) {
                    states[batch.places()[i]] = inText(tokens[batch.places()[i]], made[i]);
                }
            }));
            return List.of(states);
        });
    }

    private TokenizedText fitting(String text) {
        TokenizedText tokens = directory.tokenizer().encodeWithSpans(text);
        if (tokens.ids().length > tokensMax) {
            throw new IllegalArgumentException("a text has %d tokens, expected at most %d; read it in parts"
                    .formatted(tokens.ids().length, tokensMax));
        }
        return tokens;
    }

    /** Without the tokens around the text. */
    private TokenStates inText(TokenizedText tokens, float[][] states) {
        int from = directory.tokenizer().before();
        int to = from + states.length - directory.tokenizer().around();
        return new TokenStates(tokens.spans().subList(from, to), Arrays.copyOfRange(states, from, to));
    }

    private LayeredRunner layered() {
        if (runner instanceof LayeredRunner layered) {
            return layered;
        }
        throw new EngineException(
                EngineException.Code.FORM_UNSUPPORTED,
                directory.path().toString(),
                "runs as ONNX, which tells no layers' states; use kind PROGRAM with config.json and safetensors");
    }

    private static List<Callable<Void>> perTexts(int texts, IntConsumer work) {
        List<Callable<Void>> calls = new ArrayList<>();
        for (int begin = 0; begin < texts; begin += TEXTS_TOKENISED_AT_ONCE) {
            int from = begin;
            int to = Math.min(texts, begin + TEXTS_TOKENISED_AT_ONCE);
            calls.add(() -> {
                for (int i = from; i < to; i++) {
                    work.accept(i);
                }
                return null;
            });
        }
        return calls;
    }

    private List<Callable<Void>> perBatch(List<int[]> tokens, Consumer<TextBatch> work) {
        List<Callable<Void>> calls = new ArrayList<>();
        for (TextBatch batch : TextBatch.of(tokens, options.batchTokens(), runner.takesSeveralLengths())) {
            calls.add(() -> {
                work.accept(batch);
                return null;
            });
        }
        return calls;
    }

    private int[] tokenised(String text) {
        int[] ids = directory.tokenizer().encode(recipe.prepared(text));
        if (ids.length <= tokensMax) {
            return ids;
        }
        if (cutTexts.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: a text has {} tokens, of which the first {} are read; further ones are only counted",
                    directory.name(),
                    ids.length,
                    tokensMax);
        }
        return directory.tokenizer().cut(ids, tokensMax);
    }

    private void encode(TextBatch batch, float[][] vectors) {
        float[][] made = runner.encode(batch.texts());
        for (int i = 0; i < made.length; i++) {
            requireNumbers(made[i], batch.texts().get(i).length);
            if (options.normalised()) {
                normalise(made[i]);
            }
            vectors[batch.places()[i]] = made[i];
        }
    }

    /** A length that is no number, or none, shows any wrong number in the vector. */
    private static double length(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private void requireNumbers(float[] vector, int tokens) {
        double length = length(vector);
        if (!Double.isFinite(length) || length == 0) {
            throw new EngineException(
                    EngineException.Code.FAILED,
                    directory.name(),
                    "the vector of a text of %d tokens has length %s; the weights are damaged or too large for the form"
                            .formatted(tokens, length));
        }
    }

    private static void normalise(float[] vector) {
        float inverse = (float) (1 / length(vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= inverse;
        }
    }

    @Override
    public void close() {
        gate.close(() -> {
            workers.close();
            runner.close();
            directory.close();
        });
    }
}
