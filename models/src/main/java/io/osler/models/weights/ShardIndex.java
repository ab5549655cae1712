package io.osler.models.weights;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Which shard holds which tensor: {@code {"metadata": {…}, "weight_map": {"tensor":
 * "model-00001-of-00002.safetensors"}}}.
 *
 * @param shardsByTensor file names without any directory, in the order of the index
 */
record ShardIndex(Map<String, String> shardsByTensor) {
    private static final long BYTES_MAX = 100_000_000;
    private static final int NAME_CHARS_MAX = 255;

    static ShardIndex read(Path path) {
        String place = WeightErrors.place(path);
        Map<String, String> shardsByTensor;
        try (MappedFile file = MappedFile.open(path)) {
            if (file.size() > BYTES_MAX) {
                throw WeightErrors.corrupt(
                        place, "it has %d bytes, expected at most %d".formatted(file.size(), BYTES_MAX));
            }
            try (JsonParser parser = StrictJson.parser(file.bytes().toArray(ValueLayout.JAVA_BYTE))) {
                shardsByTensor = weightMap(place, parser);
            } catch (JacksonException e) {
                throw StrictJson.corrupt(place, e);
            }
        }
        if (shardsByTensor.isEmpty()) {
            throw WeightErrors.corrupt(place, "it has no weight_map, or an empty one");
        }
        shardsByTensor.forEach((tensor, shard) -> requirePlainName(place, tensor, shard));
        return new ShardIndex(shardsByTensor);
    }

    private static Map<String, String> weightMap(String place, JsonParser parser) {
        Map<String, String> shardsByTensor = new LinkedHashMap<>();
        expect(place, parser.nextToken(), JsonToken.START_OBJECT, "the index");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!field.equals("weight_map")) {
                parser.skipChildren();
                continue;
            }
            expect(place, value, JsonToken.START_OBJECT, "weight_map");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String tensor = parser.currentName();
                expect(place, parser.nextToken(), JsonToken.VALUE_STRING, "a value of weight_map");
                shardsByTensor.put(tensor, parser.getString());
            }
        }
        return shardsByTensor;
    }

    /** A downloaded index must not lead out of the directory that it was downloaded to. */
    private static void requirePlainName(String place, String tensor, String shard) {
        boolean plain = shard.endsWith(".safetensors")
                && shard.length() <= NAME_CHARS_MAX
                && shard.chars().allMatch(c -> c > ' ' && c != '/' && c != '\\' && c != ':' && c != 0x7F);
        if (!plain) {
            throw WeightErrors.corrupt(
                    place,
                    "tensor %s is said to be in %s, expected a plain .safetensors name, no directory"
                            .formatted(WeightErrors.shown(tensor), WeightErrors.shown(shard)));
        }
    }

    private static void expect(String place, JsonToken found, JsonToken expected, String what) {
        if (found != expected) {
            throw StrictJson.unexpected(place, what, found, expected);
        }
    }
}
