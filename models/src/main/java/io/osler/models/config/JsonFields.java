package io.osler.models.config;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object whose missing and mistyped fields are reported by name. Null counts as missing.
 *
 * @param file where it stands
 * @param what what that file should be, for messages
 */
record JsonFields(Path file, String what, JsonNode node) {
    static JsonFields read(Path file, String what) {
        try {
            return new JsonFields(file, what, JsonMapper.shared().readTree(Files.readAllBytes(file)));
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    file.toString(),
                    "not readable as JSON (%s); pull the model again".formatted(e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING, file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    /** An object within; empty when there is none. */
    JsonFields within(String key) {
        return new JsonFields(file, what, node.path(key));
    }

    String string(String key) {
        JsonNode value = present(key);
        if (!value.isString()) {
            throw new IllegalArgumentException("%s is %s, expected a string".formatted(key, value));
        }
        return value.asString();
    }

    String string(String key, String otherwise) {
        return node.hasNonNull(key) ? string(key) : otherwise;
    }

    int integer(String key) {
        JsonNode value = present(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException("%s is %s, expected a 32-bit integer".formatted(key, value));
        }
        return value.asInt();
    }

    int integer(String key, int otherwise) {
        return node.hasNonNull(key) ? integer(key) : otherwise;
    }

    double real(String key) {
        JsonNode value = present(key);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("%s is %s, expected a number".formatted(key, value));
        }
        return value.asDouble();
    }

    double real(String key, double otherwise) {
        return node.hasNonNull(key) ? real(key) : otherwise;
    }

    double positive(String key, double otherwise) {
        double value = real(key, otherwise);
        if (!(value > 0)) {
            throw new IllegalArgumentException("%s is %s, expected a number above 0".formatted(key, value));
        }
        return value;
    }

    boolean bool(String key, boolean otherwise) {
        if (!node.hasNonNull(key)) {
            return otherwise;
        }
        if (!node.get(key).isBoolean()) {
            throw new IllegalArgumentException("%s is %s, expected true or false".formatted(key, node.get(key)));
        }
        return node.get(key).asBoolean();
    }

    /** Whether the file says null: for fields whose absence means something else. */
    boolean isNull(String key) {
        return node.path(key).isNull();
    }

    /** For variants that are not computed: taken for the usual one, results would be wrong. */
    void requireValue(String key, String expected) {
        JsonNode value = node.path(key);
        String found = value.isString() ? value.asString() : value.toString();
        if (node.hasNonNull(key) && !found.equals(expected)) {
            throw unsupported("%s is %s, expected %s: another is not supported".formatted(key, value, expected));
        }
    }

    ModelException unsupported(String message) {
        return new ModelException(ModelException.Code.ARCHITECTURE_UNSUPPORTED, file.toString(), message);
    }

    private JsonNode present(String key) {
        if (!node.hasNonNull(key)) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    file.toString(),
                    "field '%s' is missing; expected %s".formatted(key, what));
        }
        return node.get(key);
    }
}
