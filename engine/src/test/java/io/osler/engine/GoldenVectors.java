package io.osler.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What transformers computes for a few texts; golden/PROVENANCE.md says where from. */
public record GoldenVectors(Path directory, List<String> texts, List<int[]> ids, JsonNode json) {
    /** Which text {@link #states} are of. */
    static final int STATES_OF = 5;

    private static final Path GOLDEN = Path.of("src/test/resources/golden/encoders");

    public static GoldenVectors read(String name) throws IOException {
        Path directory = GOLDEN.resolve(name);
        JsonNode json = JsonMapper.shared().readTree(Files.readString(directory.resolve("vectors.json")));
        return new GoldenVectors(
                directory,
                json.get("texts").valueStream().map(JsonNode::asString).toList(),
                json.get("ids").valueStream().map(GoldenVectors::ints).toList(),
                json);
    }

    /** One vector of length 1 for each text. */
    public List<float[]> vectors(String pooling) {
        return json.get(pooling).valueStream().map(GoldenVectors::floats).toList();
    }

    /** Of one of the texts, {@code [layer][token][i]}. */
    float[][][] states() {
        return json.get("states")
                .valueStream()
                .map(layer -> layer.valueStream().map(GoldenVectors::floats).toArray(float[][]::new))
                .toArray(float[][][]::new);
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double lengths = 0;
        double lengthsOfB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            lengths += a[i] * a[i];
            lengthsOfB += b[i] * b[i];
        }
        return dot / Math.sqrt(lengths * lengthsOfB);
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }
}
