package io.osler.kb.build;

import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a knowledge base keeps of its making: {@code {"builtAt": instant, "sources": [{"name", "licenceNote" or null,
 * "concepts", "names", "left": {why: how many}}]}}.
 */
record Manifest(Instant builtAt, List<TermSource> sources, List<SourceReport> reports) {
    byte[] json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("builtAt", builtAt.toString());
        ArrayNode all = json.putArray("sources");
        for (int i = 0; i < sources.size(); i++) {
            SourceReport report = reports.get(i);
            ObjectNode source = all.addObject();
            source.put("name", sources.get(i).name());
            source.put("licenceNote", sources.get(i).licenceNote().orElse(null));
            source.put("concepts", report.concepts());
            source.put("names", report.names());
            ObjectNode left = source.putObject("left");
            report.left().forEach(left::put);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
