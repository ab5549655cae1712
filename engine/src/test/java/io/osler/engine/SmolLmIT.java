package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.Logits;
import io.osler.engine.plan.StepInput;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.ModelDirectory;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real weights, pulled by the product itself, against the reference; golden/PROVENANCE.md says where from. */
class SmolLmIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/smollm2");
    private static final EngineOptions F32 = EngineOptions.DEFAULTS
            .withWeightForm(WeightForm.F32)
            .withDevice(ComputeDevice.CPU)
            .withContextTokensMax(512);
    private static final float LOGIT_TOLERANCE = 1e-3f;

    private static Path model;

    @BeforeAll
    static void pull() {
        model = ModelStore.open()
                .pull("smollm2-135m-instruct", PullProgress.SILENT)
                .directory();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void twoHundredGreedyTokensAreTheReferences(int run) throws IOException {
        int[] prompt = ints(json("prompts.json").get("prompts").get(run).get("ids"));
        int[] expected = ints(json("greedy.json").get("runs").get(run).get("ids"));
        assertThat(expected).hasSize(200);
        // One decoder, no stop tokens: the reference went on through them.
        try (ModelDirectory directory = ModelDirectory.open(model);
                TorchDecoder decoder = open(directory)) {
            int[] made = new int[expected.length];
            Logits logits = step(decoder, prompt, 0);
            assertThat(difference(logits, GOLDEN.resolve("logits-" + run + ".f32")))
                    .isLessThan(LOGIT_TOLERANCE);
            for (int i = 0; i < made.length; i++) {
                made[i] = logits.argmax(0);
                logits = step(decoder, new int[] {made[i]}, prompt.length + i);
            }
            assertThat(made).containsExactly(expected);
        }
    }

    @Test
    void thePromptsTokenisationIsTheReferences() throws IOException {
        try (ModelDirectory directory = ModelDirectory.open(model)) {
            for (JsonNode prompt : json("prompts.json").get("prompts")) {
                assertThat(directory.tokenizer().encode(prompt.get("text").asString()))
                        .containsExactly(ints(prompt.get("ids")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BF16", "INT8", "INT4"})
    void everyFormStillSpeaksEnglish(String form) {
        EngineOptions options = F32.withWeightForm(WeightForm.valueOf(form));
        try (Engine engine = Engine.open(model, options)) {
            Generation generation = engine.generate(GenerationRequest.of(engine.prompt("The capital of France is"))
                    .withTokensMax(8));
            assertThat(generation.text()).contains("Paris");
        }
    }

    private static Logits step(TorchDecoder decoder, int[] tokens, int start) {
        int layers = decoder.architecture().shape().layers();
        return decoder.step(StepInput.ofSequence(tokens, start, new int[] {tokens.length - 1}, layers))
                .whole();
    }

    private static TorchDecoder open(ModelDirectory directory) {
        return TorchDecoder.load(Architecture.of(directory.config()), directory.weights(), F32, 512, 512);
    }

    private static float difference(Logits logits, Path file) throws IOException {
        ByteBuffer reference = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(reference.capacity()).isEqualTo(logits.width() * Float.BYTES);
        float largest = 0;
        for (int id = 0; id < logits.width(); id++) {
            largest = Math.max(largest, Math.abs(logits.at(0, id) - reference.getFloat(id * Float.BYTES)));
        }
        return largest;
    }

    private static JsonNode json(String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(GOLDEN.resolve(file)));
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }
}
