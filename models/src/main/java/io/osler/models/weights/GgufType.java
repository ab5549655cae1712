package io.osler.models.weights;

import java.util.Locale;
import java.util.Optional;

/** What a metadata value of a GGUF file is; the order is the specification's numbering, 0 to 12. */
enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final GgufType[] BY_NUMBER = values();

    private final int bytesMin;

    GgufType(int bytesMin) {
        this.bytesMin = bytesMin;
    }

    static Optional<GgufType> ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
    }

    /** Bytes of a number; for a string and an array those of their length alone, which is the least they take. */
    int bytesMin() {
        return bytesMin;
    }

    /** "uint32", as messages say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
