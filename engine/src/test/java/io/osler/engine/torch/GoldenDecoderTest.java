package io.osler.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.Logits;
import io.osler.engine.plan.Slice;
import io.osler.engine.plan.StepInput;
import io.osler.engine.plan.StepOutput;
import io.osler.models.DecoderWeights;
import io.osler.models.config.HuggingFaceConfig;
import io.osler.models.config.ModelConfig;
import io.osler.models.lora.LoraAdapter;
import io.osler.models.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tiny random models of each family against the reference implementation; golden/PROVENANCE.md says where from. */
class GoldenDecoderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final int[] WHOLE_VOCABULARY = {};

    /** float32 sums in another order; logits of these models reach about 10. */
    private static final float TOLERANCE = 1e-3f;

    @ParameterizedTest
    @CsvSource({
        "llama, config.json", "llama, config-hub.json",
        "llama3, config.json", "llama3, config-hub.json",
        "qwen2, config.json", "qwen2, config-hub.json",
        "gemma3, config.json", "gemma3, config-hub.json",
        "qwen3, config.json", "qwen3, config-hub.json",
        "qwen3-window, config.json", "qwen3-window, config-hub.json",
        "mistral, config.json", "mistral, config-hub.json"
    })
    void logitsOfAPromptAreTheReferences(String family, String config) throws IOException {
        Golden golden = Golden.read(family);
        try (TorchDecoder decoder = open(family, config, WeightForm.F32)) {
            int[] rows = IntStream.range(0, golden.prompt.length).toArray();
            Logits logits = step(decoder, golden.prompt, 0, rows, WHOLE_VOCABULARY);
            assertThat(maxDifference(logits.values(), golden.logits)).isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gemma3", "qwen3", "qwen3-window", "mistral"})
    void logitsDoNotDependOnHowThePromptIsCut(String family) throws IOException {
        Golden golden = Golden.read(family);
        try (TorchDecoder decoder = open(family, "config.json", WeightForm.F32)) {
            for (int cut : new int[] {1, 7, 8, 9, 39}) {
                step(decoder, Arrays.copyOf(golden.prompt, cut), 0, new int[0], WHOLE_VOCABULARY);
                int[] rest = Arrays.copyOfRange(golden.prompt, cut, golden.prompt.length);
                int[] rows = IntStream.range(0, rest.length).toArray();
                Logits logits = step(decoder, rest, cut, rows, WHOLE_VOCABULARY);
                float[] expected = Arrays.copyOfRange(golden.logits, cut * logits.width(), golden.logits.length);
                assertThat(maxDifference(logits.values(), expected))
                        .as("cut %d", cut)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gemma3", "qwen3", "qwen3-window", "mistral"})
    void greedyContinuationIsTheReferences(String family) throws IOException {
        Golden golden = Golden.read(family);
        try (TorchDecoder decoder = open(family, "config.json", WeightForm.F32)) {
            int start = golden.prompt.length;
            Logits logits = step(decoder, golden.prompt, 0, new int[] {start - 1}, WHOLE_VOCABULARY);
            int[] made = new int[golden.greedy.length];
            for (int i = 0; i < made.length; i++) {
                made[i] = logits.argmax(0);
                logits = step(decoder, new int[] {made[i]}, start + i, new int[] {0}, WHOLE_VOCABULARY);
            }
            assertThat(made).containsExactly(golden.greedy);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "gemma3", "qwen3", "qwen3-window", "mistral"})
    void askedTokenIdsGetTheLogitsTheyHaveInTheWholeVocabulary(String family) throws IOException {
        Golden golden = Golden.read(family);
        int[] ids = {3, 0, 319, 77};
        int[] rows = {0, 20, 39};
        try (TorchDecoder decoder = open(family, "config.json", WeightForm.F32)) {
            Logits whole = step(decoder, golden.prompt, 0, rows, WHOLE_VOCABULARY);
            Logits asked = step(decoder, golden.prompt, 0, rows, ids);
            for (int row = 0; row < rows.length; row++) {
                for (int i = 0; i < ids.length; i++) {
                    assertThat(asked.at(row, i)).isCloseTo(whole.at(row, ids[i]), within(1e-4f));
                }
            }
        }
    }

    @Test
    void anAdapterIsMergedIntoTheWeights() throws IOException {
        Golden golden = Golden.read("llama-lora");
        ModelConfig model = HuggingFaceConfig.read(GOLDEN.resolve("llama/config.json"));
        try (Weights weights = Weights.open(GOLDEN.resolve("llama/model.safetensors"));
                LoraAdapter adapter = LoraAdapter.open(GOLDEN.resolve("llama-lora"));
                TorchDecoder decoder =
                        load(model, new DecoderWeights(weights, model).withAdapter(adapter), WeightForm.F32)) {
            int[] rows = IntStream.range(0, golden.prompt.length).toArray();
            Logits logits = step(decoder, golden.prompt, 0, rows, WHOLE_VOCABULARY);
            assertThat(maxDifference(logits.values(), golden.logits)).isLessThan(TOLERANCE);
        }
    }

    /** Layers as the reference counts them: 0 the embedding, the last behind the last norm. */
    @Test
    void hiddenStatesAreTheReferencesAndLayersAboveAreNotRun() throws IOException {
        Golden golden = Golden.read("llama");
        float[] expected = floats(GOLDEN.resolve("llama/hidden.f32"));
        int count = golden.prompt.length;
        int[] rows = {0, 5, count - 1};
        List<Slice> slices =
                StepInput.ofSequence(golden.prompt, 0, new int[0], 2).slices();
        int[] none = {};
        try (TorchDecoder decoder = open("llama", "config.json", WeightForm.F32)) {
            int layers = decoder.architecture().shape().layers();
            int[] all = IntStream.rangeClosed(0, layers).toArray();
            StepOutput whole = decoder.step(new StepInput(slices, none, none, none, rows, all, layers));
            StepOutput shallow = decoder.step(new StepInput(slices, none, none, none, rows, new int[] {1}, 1));
            int width = whole.width();
            assertThat(expected).hasSize((layers + 1) * count * width);
            for (int layer = 0; layer <= layers; layer++) {
                for (int i = 0; i < rows.length; i++) {
                    int from = (layer * count + rows[i]) * width;
                    float[] wanted = Arrays.copyOfRange(expected, from, from + width);
                    int at = (layer * rows.length + i) * width;
                    float[] found = Arrays.copyOfRange(whole.hidden(), at, at + width);
                    assertThat(maxDifference(found, wanted))
                            .as("layer %d", layer)
                            .isLessThan(TOLERANCE);
                }
            }
            assertThat(shallow.hidden())
                    .containsExactly(
                            Arrays.copyOfRange(whole.hidden(), rows.length * width, 2 * rows.length * width),
                            within(1e-5f));
        }
    }

    /** Each form against float32: logits of a random model move far, since nothing was trained to be robust; LinearTest holds
     * the tight bounds. */
    @ParameterizedTest
    @CsvSource({"BF16, 0.04", "INT8, 0.08", "INT4, 0.6"})
    void packedFormsStayNearFloat32(WeightForm form, double share) throws IOException {
        Golden golden = Golden.read("llama");
        try (TorchDecoder decoder = open("llama", "config.json", form)) {
            int[] rows = IntStream.range(0, golden.prompt.length).toArray();
            Logits logits = step(decoder, golden.prompt, 0, rows, WHOLE_VOCABULARY);
            assertThat(relativeError(logits.values(), golden.logits)).isLessThan(share);
        }
    }

    private static Logits step(TorchDecoder decoder, int[] tokens, int start, int[] rows, int[] ids) {
        int layers = decoder.architecture().shape().layers();
        if (ids.length == 0) {
            return decoder.step(StepInput.ofSequence(tokens, start, rows, layers))
                    .whole();
        }
        List<Slice> slices = StepInput.ofSequence(tokens, start, rows, layers).slices();
        int[] none = {};
        return decoder.step(new StepInput(slices, rows, ids, none, none, none, layers))
                .asked();
    }

    private static TorchDecoder open(String family, String config, WeightForm form) {
        ModelConfig model = HuggingFaceConfig.read(GOLDEN.resolve(family).resolve(config));
        try (Weights weights = Weights.open(GOLDEN.resolve(family).resolve("model.safetensors"))) {
            return load(model, new DecoderWeights(weights, model), form);
        }
    }

    private static TorchDecoder load(ModelConfig model, DecoderWeights weights, WeightForm form) {
        EngineOptions options = EngineOptions.DEFAULTS
                .withWeightForm(form)
                .withDevice(ComputeDevice.CPU)
                .withThreads(1);
        return TorchDecoder.load(Architecture.of(model), weights, options, 128, 128);
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static float maxDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float max = 0;
        for (int i = 0; i < a.length; i++) {
            max = Math.max(max, Math.abs(a[i] - b[i]));
        }
        return max;
    }

    /** Root of the squared differences over root of the squares. */
    private static double relativeError(float[] found, float[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < found.length; i++) {
            difference += Math.pow(found[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    private record Golden(int[] prompt, int[] greedy, float[] logits) {
        static Golden read(String family) throws IOException {
            Path folder = GOLDEN.resolve(family);
            JsonNode tokens = JsonMapper.shared().readTree(Files.readString(folder.resolve("tokens.json")));
            float[] values = floats(folder.resolve("logits.f32"));
            JsonNode greedy = tokens.get("greedy");
            return new Golden(ints(tokens.get("prompt")), greedy == null ? new int[0] : ints(greedy), values);
        }

        private static int[] ints(JsonNode array) {
            return array.valueStream().mapToInt(JsonNode::asInt).toArray();
        }
    }
}
