package io.osler.models.weights;

import io.osler.models.ModelException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON as files of weights need it: read token by token, a name twice in one object is an error. */
final class StrictJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    static JsonParser parser(byte[] json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    /** What the parser said, without the text it stumbled over. */
    static ModelException corrupt(String place, JacksonException cause) {
        String message = "the JSON cannot be read, near byte %d: %s. %s"
                .formatted(
                        cause.getLocation() == null ? -1 : cause.getLocation().getByteOffset(),
                        WeightErrors.shown(cause.getOriginalMessage()),
                        WeightErrors.FETCH_AGAIN);
        return new ModelException(ModelException.Code.FILE_CORRUPT, place, message, cause);
    }

    static ModelException unexpected(String place, String what, JsonToken found, JsonToken expected) {
        return WeightErrors.corrupt(place, "%s: found %s, expected %s".formatted(what, word(found), word(expected)));
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case null -> "the end";
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
        };
    }
}
