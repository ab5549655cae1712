package io.osler.kb;

import io.osler.kb.KbException.Code;
import io.osler.kb.file.KbFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a knowledge base says of its making. Only here, so that opening needs no JSON. */
final class Manifests {
    private Manifests() {}

    static KbInfo info(KbFile file, KbDirectory beside) {
        try {
            JsonNode json = JsonMapper.shared().readTree(file.manifest());
            List<KbInfo.Source> sources = new ArrayList<>();
            for (JsonNode source : json.required("sources")) {
                sources.add(new KbInfo.Source(
                        source.required("name").asString(),
                        Optional.ofNullable(source.required("licenceNote").stringValue(null)),
                        source.required("concepts").longValue(),
                        source.required("names").longValue()));
            }
            return new KbInfo(
                    file.formatVersion(),
                    Instant.parse(json.required("builtAt").asString()),
                    file.concepts().size(),
                    file.names().size(),
                    file.alternativeIds().size(),
                    sources,
                    beside.bytes(),
                    beside.vectors());
        } catch (JacksonException | DateTimeException e) {
            throw new KbException(
                    Code.DAMAGED,
                    file.path().toString(),
                    "what it says of its making cannot be read (%s). Build it again".formatted(e.getMessage()),
                    e);
        }
    }
}
