package io.osler.models.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes small valid safetensors files of float32 tensors. */
public final class SafetensorsBuilder {
    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    public SafetensorsBuilder tensor(String name, float[] values, long... sizesOutermostFirst) {
        int begin = data.size();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        data.writeBytes(bytes.array());
        entries.add(SafetensorsBytes.entry(name, "F32", Arrays.toString(sizesOutermostFirst), begin, data.size()));
        return this;
    }

    public Path write(Path path) {
        try {
            return Files.write(path, SafetensorsBytes.of("{" + String.join(",", entries) + "}", data.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
