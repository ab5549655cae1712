package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.StepInput;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How far the engine's float32 logits lie from those of the reference implementation, which the repository keeps. */
final class ReferenceLogits {
    private static final double DIFFERENCE_MAX = 1e-3;
    private static final int TOKENS_MAX = 512;

    private ReferenceLogits() {}

    /** Measures the 135M model; of others the repository keeps no logits. */
    static void measure(BenchModel model, Path golden, BarSheet sheet) {
        String figure = "largest logit difference to the reference, f32";
        if (!model.isSmall()) {
            sheet.missing(figure, "no reference logits are kept of this model");
        } else if (!Files.isReadable(golden.resolve("prompts.json"))) {
            sheet.missing(figure, "no prompts.json in " + golden);
        } else {
            sheet.atMost(figure, largestDifference(model.path(), golden), "", DIFFERENCE_MAX);
        }
    }

    private static double largestDifference(Path path, Path golden) {
        EngineOptions options =
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
        try (ModelDirectory directory = ModelDirectory.open(path);
                TorchDecoder decoder = TorchDecoder.load(
                        Architecture.of(directory.config()), directory.weights(), options, TOKENS_MAX, TOKENS_MAX)) {
            int layers = directory.config().shape().layers();
            JsonNode prompts = JsonMapper.shared()
                    .readTree(Files.readString(golden.resolve("prompts.json")))
                    .get("prompts");
            double largest = 0;
            for (int i = 0; i < prompts.size(); i++) {
                int[] ids = prompts.get(i)
                        .get("ids")
                        .valueStream()
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                StepInput input = StepInput.ofSequence(ids, 0, new int[] {ids.length - 1}, layers);
                float[] ours = decoder.step(input).whole().row(0);
                largest = Math.max(largest, difference(ours, golden.resolve("logits-" + i + ".f32")));
            }
            return largest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double difference(float[] ours, Path file) throws IOException {
        float[] reference = new float[ours.length];
        ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(reference);
        double largest = 0;
        for (int id = 0; id < ours.length; id++) {
            largest = Math.max(largest, Math.abs((double) ours[id] - reference[id]));
        }
        return largest;
    }
}
