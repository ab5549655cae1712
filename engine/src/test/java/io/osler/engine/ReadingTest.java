package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the engine tells about tokens it reads, against the reference's numbers. */
class ReadingTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/llama");
    private static final float TOLERANCE = 1e-3f;

    @TempDir
    Path folder;

    /** Read in small steps, so that the rows asked about come in several. */
    @Test
    void logitsAndHiddenStatesAreTheReferences() throws IOException {
        int[] prompt = JsonMapper.shared()
                .readTree(Files.readString(GOLDEN.resolve("tokens.json")))
                .get("prompt")
                .valueStream()
                .mapToInt(JsonNode::asInt)
                .toArray();
        float[] logits = floats(GOLDEN.resolve("logits.f32"));
        float[] hidden = floats(GOLDEN.resolve("hidden.f32"));
        int vocabulary = logits.length / prompt.length;
        int width = hidden.length / prompt.length / 3;
        int[] rows = {0, 5, 20, prompt.length - 1};
        int[] ids = {17, 3, 300};
        EngineOptions options = ToyModel.OPTIONS.withSequencesMax(1).withStepTokensMax(7);
        try (Engine engine = Engine.open(ToyModel.write("llama", folder.resolve("toy")), options)) {
            Reading whole =
                    engine.read(ReadingRequest.of(prompt).withLogits(rows).withHidden(rows, 0, 1, 2));
            Reading some =
                    engine.read(ReadingRequest.of(prompt).withLogits(rows, ids).withHidden(rows, 2));
            Reading shallow = engine.read(ReadingRequest.of(prompt).withHidden(rows, 1));
            for (int i = 0; i < rows.length; i++) {
                int begin = rows[i] * vocabulary;
                assertClose(whole.logits()[i], Arrays.copyOfRange(logits, begin, begin + vocabulary));
                assertClose(some.logits()[i], new float[] {logits[begin + 17], logits[begin + 3], logits[begin + 300]});
                for (int layer = 0; layer <= 2; layer++) {
                    int from = (layer * prompt.length + rows[i]) * width;
                    assertClose(whole.hidden()[i][layer], Arrays.copyOfRange(hidden, from, from + width));
                }
                assertClose(some.hidden()[i][0], whole.hidden()[i][2]);
                assertClose(shallow.hidden()[i][0], whole.hidden()[i][1]);
            }
        }
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).containsExactly(expected, within(TOLERANCE));
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
