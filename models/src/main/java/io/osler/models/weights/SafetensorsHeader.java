package io.osler.models.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The part of a safetensors file before the tensors' bytes.
 *
 * <pre>
 * u64 headerBytes, little-endian, at most 100,000,000
 * JSON object in UTF-8, may end in spaces:
 *   "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}     offsets count from the end of the JSON
 *   "__metadata__": {"key": "value"}                                            may be missing
 * data: the tensors' bytes, little-endian, rows outermost first, without holes to the end of the file
 * </pre>
 *
 * @param metadata what {@code __metadata__} says
 * @param tensors  in the order of their bytes, offsets made absolute
 * @see <a href="https://github.com/huggingface/safetensors">safetensors, format</a>
 */
record SafetensorsHeader(Map<String, String> metadata, List<TensorInfo> tensors) {
    private static final long HEADER_BYTES_MAX = 100_000_000;
    private static final int LENGTH_BYTES = 8;
    private static final int DIMENSIONS_MAX = 16;
    private static final int NAME_CHARS_MAX = 1024;
    private static final String METADATA = "__metadata__";

    private static final Map<String, NumberFormat> FORMATS = Map.ofEntries(
            Map.entry("F64", NumberFormat.F64),
            Map.entry("F32", NumberFormat.F32),
            Map.entry("F16", NumberFormat.F16),
            Map.entry("BF16", NumberFormat.BF16),
            Map.entry("F8_E4M3", NumberFormat.F8_E4M3),
            Map.entry("F8_E5M2", NumberFormat.F8_E5M2),
            Map.entry("I64", NumberFormat.I64),
            Map.entry("I32", NumberFormat.I32),
            Map.entry("I16", NumberFormat.I16),
            Map.entry("I8", NumberFormat.I8),
            Map.entry("U64", NumberFormat.U64),
            Map.entry("U32", NumberFormat.U32),
            Map.entry("U16", NumberFormat.U16),
            Map.entry("U8", NumberFormat.U8),
            Map.entry("BOOL", NumberFormat.BOOL));

    /** Reads and checks all of it; the tensors fill the file from the end of the header to its end. */
    static SafetensorsHeader read(MappedFile file) {
        long headerBytes = headerBytes(file);
        long dataBegin = LENGTH_BYTES + headerBytes;
        byte[] json = file.bytes().asSlice(LENGTH_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        Header header = new Header(WeightErrors.place(file.path()), dataBegin);
        try (JsonParser parser = StrictJson.parser(json)) {
            header.read(parser);
        } catch (JacksonException e) {
            throw StrictJson.corrupt(header.place(), e);
        }
        List<TensorInfo> tensors = header.tensors.stream()
                .sorted(Comparator.comparingLong(TensorInfo::byteOffset).thenComparingLong(TensorInfo::byteSize))
                .toList();
        requireNoHoles(file, tensors, dataBegin);
        return new SafetensorsHeader(header.metadata, tensors);
    }

    private static long headerBytes(MappedFile file) {
        String place = WeightErrors.place(file.path()) + ", header";
        if (file.size() < LENGTH_BYTES) {
            throw WeightErrors.truncated(
                    place, "the file has %d bytes, the header's length takes 8".formatted(file.size()));
        }
        long headerBytes = file.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN), 0);
        if (headerBytes < 2 || headerBytes > HEADER_BYTES_MAX) {
            throw WeightErrors.corrupt(
                    place,
                    "its length is %s, expected 2 to %d bytes; this may not be a safetensors file"
                            .formatted(Long.toUnsignedString(headerBytes), HEADER_BYTES_MAX));
        }
        if (headerBytes > file.size() - LENGTH_BYTES) {
            throw WeightErrors.truncated(
                    place,
                    "the file ends at byte %d, the header at byte %d"
                            .formatted(file.size(), LENGTH_BYTES + headerBytes));
        }
        return headerBytes;
    }

    private static void requireNoHoles(MappedFile file, List<TensorInfo> tensors, long dataBegin) {
        long end = dataBegin;
        for (TensorInfo tensor : tensors) {
            if (tensor.byteEnd() > file.size()) {
                throw WeightErrors.truncated(
                        WeightErrors.place(file.path(), tensor.name()),
                        "the file ends at byte %d, the tensor takes bytes %d to %d"
                                .formatted(file.size(), tensor.byteOffset(), tensor.byteEnd()));
            }
            if (tensor.byteOffset() != end) {
                throw WeightErrors.corrupt(
                        WeightErrors.place(file.path(), tensor.name()),
                        "it begins at byte %d, expected %d, where the tensor before it ends"
                                .formatted(tensor.byteOffset(), end));
            }
            end = tensor.byteEnd();
        }
        if (end != file.size()) {
            throw WeightErrors.corrupt(
                    WeightErrors.place(file.path()),
                    "the tensors end at byte %d, the file at byte %d, expected no bytes behind them"
                            .formatted(end, file.size()));
        }
    }

    /** Reads the JSON front to back, token by token: a header may have 100 MB, a tree of it many times that. */
    private static final class Header {
        private final String file;
        private final long dataBegin;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final List<TensorInfo> tensors = new ArrayList<>();
        private String name = "";

        Header(String file, long dataBegin) {
            this.file = file;
            this.dataBegin = dataBegin;
        }

        String place() {
            return name.isEmpty() ? file + ", header" : file + ", tensor " + WeightErrors.shown(name);
        }

        void read(JsonParser parser) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                name = parser.currentName();
                parser.nextToken();
                if (name.equals(METADATA)) {
                    readMetadata(parser);
                } else {
                    tensors.add(readTensor(parser));
                }
            }
            name = "";
            if (parser.nextToken() != null) {
                throw WeightErrors.corrupt(place(), "there is more behind the JSON object");
            }
        }

        private void readMetadata(JsonParser parser) {
            expect(parser.currentToken(), JsonToken.START_OBJECT, "the metadata");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                expect(parser.nextToken(), JsonToken.VALUE_STRING, "the metadata's values");
                metadata.put(key, parser.getString());
            }
        }

        private TensorInfo readTensor(JsonParser parser) {
            if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
                throw WeightErrors.corrupt(
                        place(), "a name has %d characters, expected 1 to %d".formatted(name.length(), NAME_CHARS_MAX));
            }
            String dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            expect(parser.currentToken(), JsonToken.START_OBJECT, "its description");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> dtype = text(parser);
                    case "shape" -> shape = wholes(parser, field);
                    case "data_offsets" -> offsets = wholes(parser, field);
                    default ->
                        throw WeightErrors.corrupt(
                                place(),
                                "it has a field %s, expected dtype, shape and data_offsets"
                                        .formatted(WeightErrors.shown(field)));
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw WeightErrors.corrupt(
                        place(),
                        "it has dtype %s, shape %s, data_offsets %s, expected all three and two offsets"
                                .formatted(dtype, shape, offsets));
            }
            return tensor(format(dtype), shape, offsets.getFirst(), offsets.getLast());
        }

        private TensorInfo tensor(NumberFormat format, List<Long> shape, long begin, long end) {
            if (end < begin || end > Long.MAX_VALUE - dataBegin) {
                throw WeightErrors.corrupt(
                        place(),
                        "its data_offsets are %d and %d, expected begin <= end within the file".formatted(begin, end));
            }
            try {
                return new TensorInfo(name, format, shape, dataBegin + begin, end - begin);
            } catch (IllegalArgumentException e) {
                throw WeightErrors.corrupt(place(), "%s".formatted(e.getMessage()));
            }
        }

        private NumberFormat format(String dtype) {
            NumberFormat format = FORMATS.get(dtype);
            if (format == null) {
                throw WeightErrors.unsupported(
                        place(),
                        "its dtype is %s, this build reads %s. Convert the model to one of these"
                                .formatted(
                                        WeightErrors.shown(dtype),
                                        FORMATS.keySet().stream().sorted().toList()));
            }
            return format;
        }

        private String text(JsonParser parser) {
            expect(parser.currentToken(), JsonToken.VALUE_STRING, "its dtype");
            return parser.getString();
        }

        private List<Long> wholes(JsonParser parser, String field) {
            expect(parser.currentToken(), JsonToken.START_ARRAY, "its " + field);
            List<Long> wholes = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, "each number of its " + field);
                wholes.add(whole(parser, field));
                if (wholes.size() > DIMENSIONS_MAX) {
                    throw WeightErrors.corrupt(
                            place(), "its %s has more than %d numbers".formatted(field, DIMENSIONS_MAX));
                }
            }
            return wholes;
        }

        private long whole(JsonParser parser, String field) {
            boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            long value = fits ? parser.getLongValue() : -1;
            if (value < 0) {
                throw WeightErrors.corrupt(
                        place(),
                        "its %s holds %s, expected 0 to 2^63 - 1"
                                .formatted(field, WeightErrors.shown(parser.getString())));
            }
            return value;
        }

        private void expect(JsonToken found, JsonToken expected, String what) {
            if (found != expected) {
                throw StrictJson.unexpected(place(), what, found, expected);
            }
        }
    }
}
