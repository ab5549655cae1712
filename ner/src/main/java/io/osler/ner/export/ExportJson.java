package io.osler.ner.export;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Records as lines of JSON: fields in the records' order, names in snake case. */
final class ExportJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private ExportJson() {}

    /** With its line feed, which stands nowhere else in it. */
    static String line(Record fields) {
        return MAPPER.writeValueAsString(fields) + '\n';
    }

    static byte[] lineBytes(Record fields) {
        return line(fields).getBytes(StandardCharsets.UTF_8);
    }
}
