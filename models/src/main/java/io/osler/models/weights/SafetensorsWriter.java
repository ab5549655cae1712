package io.osler.models.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Float32 tensors and words about them, as a safetensors file. The layout is written in {@link SafetensorsHeader}. */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private record Tensor(float[] values, int[] shape) {}

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Adds a word to {@code __metadata__}. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor; they lie in the file in the order they are added.
     *
     * @param values rows outermost first, not copied
     * @throws IllegalArgumentException when shape and values disagree, or there is one of this name
     */
    public SafetensorsWriter tensor(String name, float[] values, int... shape) {
        long size = 1;
        for (int length : shape) {
            size *= length;
        }
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "tensor '%s' has %d values, its shape takes %d".formatted(name, values.length, size));
        }
        if (tensors.putIfAbsent(name, new Tensor(values, shape)) != null) {
            throw new IllegalArgumentException("tensor '%s' stands twice".formatted(name));
        }
        return this;
    }

    /** The whole file. */
    public byte[] bytes() {
        byte[] header = header();
        int data = tensors.values().stream()
                .mapToInt(tensor -> Math.multiplyExact(tensor.values.length, Float.BYTES))
                .reduce(0, Math::addExact);
        ByteBuffer file = ByteBuffer.allocate(Math.addExact(Long.BYTES + header.length, data))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (Tensor tensor : tensors.values()) {
            file.asFloatBuffer().put(tensor.values);
            file.position(file.position() + tensor.values.length * Float.BYTES);
        }
        return file.array();
    }

    /** Ends in spaces, so that the tensors begin at a multiple of eight. */
    private byte[] header() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        ObjectNode words = json.putObject("__metadata__");
        metadata.forEach(words::put);
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = begin + (long) entry.getValue().values.length * Float.BYTES;
            ObjectNode tensor = json.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            for (int length : entry.getValue().shape) {
                tensor.withArray("shape").add(length);
            }
            tensor.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        String text = json.toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return (text + " ".repeat((ALIGNMENT - bytes % ALIGNMENT) % ALIGNMENT)).getBytes(StandardCharsets.UTF_8);
    }
}
