package io.osler.models.weights;

import io.osler.models.ModelException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The typed key-value pairs of a GGUF file: what the model is, its sizes, its tokenizer.
 *
 * <p>Each kind has a required form and a {@code find} form. Both throw FILE_CORRUPT when the key is there with another
 * type; the required form also when it is missing, the other returns empty then. Immutable; independent of the file
 * once read.
 */
public final class GgufMetadata {
    private final Path path;
    private final Map<String, GgufValue> pairs;

    GgufMetadata(Path path, Map<String, GgufValue> pairs) {
        this.path = path;
        this.pairs = Collections.unmodifiableMap(pairs);
    }

    /** All keys in the order of the file. */
    public Set<String> keys() {
        return pairs.keySet();
    }

    /** True when the key is there, whatever its type. */
    public boolean contains(String key) {
        return pairs.containsKey(key);
    }

    /** What the value of a key is, for people: "uint32", "array of 262144 string"; empty when there is none. */
    public Optional<String> kind(String key) {
        return Optional.ofNullable(pairs.get(key)).map(GgufValue::kind);
    }

    /**
     * The value of a key as plain Java: String, Long, Double, Boolean, or a List of these or of Lists. Arrays of
     * numbers are boxed: for display and for the nested arrays that have no accessor of their own. A UINT64 above 2^63
     * - 1 is negative.
     */
    public Optional<Object> value(String key) {
        return Optional.ofNullable(pairs.get(key)).map(GgufMetadata::plain);
    }

    /** Text; the required form of {@link #findString}. */
    public String string(String key) {
        return findString(key).orElseThrow(() -> missing(key, "string"));
    }

    /** Text. */
    public Optional<String> findString(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Text text -> Optional.of(text.value());
            case GgufValue other -> throw wrongType(key, "string", other);
        };
    }

    /** A number of any of the integer types; the required form of {@link #findInteger}. */
    public long integer(String key) {
        return findInteger(key).orElseThrow(() -> missing(key, "integer"));
    }

    /** A number of any of the integer types, signed or not, 8 to 64 bits. */
    public Optional<Long> findInteger(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Whole whole -> Optional.of(inRange(key, whole.type(), whole.value()));
            case GgufValue other -> throw wrongType(key, "integer", other);
        };
    }

    /** A floating-point number; the required form of {@link #findReal}. */
    public double real(String key) {
        return findReal(key).orElseThrow(() -> missing(key, "float32 or float64"));
    }

    /** A floating-point number; a float32 is widened as it is, so 1e-5f stays 9.999999747378752e-6. */
    public Optional<Double> findReal(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Real real -> Optional.of(real.value());
            case GgufValue other -> throw wrongType(key, "float32 or float64", other);
        };
    }

    /** True or false; the required form of {@link #findBool}. */
    public boolean bool(String key) {
        return findBool(key).orElseThrow(() -> missing(key, "bool"));
    }

    /** True or false. */
    public Optional<Boolean> findBool(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Flag flag -> Optional.of(flag.value());
            case GgufValue other -> throw wrongType(key, "bool", other);
        };
    }

    /** An array of text; the required form of {@link #findStrings}. */
    public List<String> strings(String key) {
        return findStrings(key).orElseThrow(() -> missing(key, "array of string"));
    }

    /** An array of text, unmodifiable. */
    public Optional<List<String>> findStrings(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Texts texts -> Optional.of(texts.values());
            case GgufValue other -> throw wrongType(key, "array of string", other);
        };
    }

    /** An array of floating-point numbers; the required form of {@link #findReals}. */
    public float[] reals(String key) {
        return findReals(key).orElseThrow(() -> missing(key, "array of float32 or float64"));
    }

    /** An array of floating-point numbers, a new copy; those of float64 are rounded to float32. */
    public Optional<float[]> findReals(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Reals reals -> Optional.of(floats(reals.values()));
            case GgufValue other -> throw wrongType(key, "array of float32 or float64", other);
        };
    }

    /** An array of numbers of any of the integer types; the required form of {@link #findIntegers}. */
    public long[] integers(String key) {
        return findIntegers(key).orElseThrow(() -> missing(key, "array of integer"));
    }

    /** An array of numbers of any of the integer types, a new copy. */
    public Optional<long[]> findIntegers(String key) {
        return switch (pairs.get(key)) {
            case null -> Optional.empty();
            case GgufValue.Wholes wholes -> {
                for (long value : wholes.values()) {
                    inRange(key, wholes.elementType(), value);
                }
                yield Optional.of(wholes.values().clone());
            }
            case GgufValue other -> throw wrongType(key, "array of integer", other);
        };
    }

    @Override
    public String toString() {
        return "GgufMetadata[%s, %d keys]".formatted(path, pairs.size());
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Object plain(GgufValue value) {
        return switch (value) {
            case GgufValue.Text text -> text.value();
            case GgufValue.Whole whole -> whole.value();
            case GgufValue.Real real -> real.value();
            case GgufValue.Flag flag -> flag.value();
            case GgufValue.Texts texts -> texts.values();
            case GgufValue.Wholes wholes ->
                LongStream.of(wholes.values()).boxed().toList();
            case GgufValue.Reals reals ->
                DoubleStream.of(reals.values()).boxed().toList();
            case GgufValue.Flags flags ->
                IntStream.range(0, flags.values().length)
                        .mapToObj(i -> flags.values()[i])
                        .toList();
            case GgufValue.Nested nested ->
                nested.values().stream().map(GgufMetadata::plain).toList();
        };
    }

    private long inRange(String key, GgufType type, long value) {
        if (type == GgufType.UINT64 && value < 0) {
            throw WeightErrors.corrupt(
                    place(key), "the value is %s, expected at most 2^63 - 1".formatted(Long.toUnsignedString(value)));
        }
        return value;
    }

    private ModelException missing(String key, String expected) {
        return WeightErrors.corrupt(
                place(key),
                "there is no such key, expected %s; nearest: %s"
                        .formatted(expected, WeightErrors.nearest(key, keys())));
    }

    private ModelException wrongType(String key, String expected, GgufValue found) {
        return WeightErrors.corrupt(place(key), "the value is %s, expected %s".formatted(found.kind(), expected));
    }

    private String place(String key) {
        return WeightErrors.place(path) + ", metadata " + WeightErrors.shown(key);
    }
}
