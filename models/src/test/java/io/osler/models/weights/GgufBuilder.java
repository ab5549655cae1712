package io.osler.models.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes small valid GGUF files for tests of what reads them: metadata and float32 tensors. */
public final class GgufBuilder {
    private static final int ALIGNMENT = 32;
    private static final int GGML_F32 = 0;

    private record Tensor(String name, long[] sizesInnermostFirst, float[] values) {}

    private final Map<String, Consumer<GgufBytes>> pairs = new LinkedHashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();

    public GgufBuilder string(String key, String value) {
        return pair(key, file -> file.pair(key, GgufBytes.STRING).text(value));
    }

    public GgufBuilder integer(String key, int value) {
        return pair(key, file -> file.pairOfU32(key, value));
    }

    public GgufBuilder big(String key, long value) {
        return pair(key, file -> file.pair(key, GgufBytes.UINT64).u64(value));
    }

    public GgufBuilder real(String key, float value) {
        return pair(key, file -> file.pair(key, GgufBytes.FLOAT32).f32(value));
    }

    public GgufBuilder bool(String key, boolean value) {
        return pair(key, file -> file.pair(key, GgufBytes.BOOL).u8(value ? 1 : 0));
    }

    public GgufBuilder strings(String key, List<String> values) {
        return pair(key, file -> {
            file.pair(key, GgufBytes.ARRAY).u32(GgufBytes.STRING).u64(values.size());
            values.forEach(file::text);
        });
    }

    public GgufBuilder integers(String key, int... values) {
        return pair(key, file -> {
            file.pair(key, GgufBytes.ARRAY).u32(GgufBytes.INT32).u64(values.length);
            for (int value : values) {
                file.u32(value);
            }
        });
    }

    public GgufBuilder reals(String key, float... values) {
        return pair(key, file -> {
            file.pair(key, GgufBytes.ARRAY).u32(GgufBytes.FLOAT32).u64(values.length);
            for (float value : values) {
                file.f32(value);
            }
        });
    }

    /** Takes a pair out again, for files that lack one thing. */
    public GgufBuilder without(String key) {
        pairs.remove(key);
        return this;
    }

    /** Row by row; a vector has one size. */
    public GgufBuilder tensor(String name, float[] values, long... sizesOutermostFirst) {
        long[] sizes = sizesOutermostFirst.length == 1
                ? sizesOutermostFirst
                : new long[] {sizesOutermostFirst[1], sizesOutermostFirst[0]};
        tensors.add(new Tensor(name, sizes, values));
        return this;
    }

    public Path write(Path path) {
        GgufBytes file = GgufBytes.header(tensors.size(), pairs.size());
        pairs.values().forEach(pair -> pair.accept(file));
        long offset = 0;
        for (Tensor tensor : tensors) {
            file.tensor(tensor.name, GGML_F32, offset, tensor.sizesInnermostFirst);
            offset += (tensor.values.length * 4L + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        for (Tensor tensor : tensors) {
            file.alignTo(ALIGNMENT);
            for (float value : tensor.values) {
                file.f32(value);
            }
        }
        try {
            return Files.write(path, file.alignTo(ALIGNMENT).toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GgufBuilder pair(String key, Consumer<GgufBytes> write) {
        pairs.put(key, write);
        return this;
    }
}
