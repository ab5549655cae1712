package io.osler.ner;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.NameKind;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.source.FactSink;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An invented knowledge base of a few concepts, built where a test wants it. */
public final class TinyKb implements TermSource {
    private record Entry(String type, List<String> names) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> alternatives = new LinkedHashMap<>();

    /** The names, the preferred one first; no type when it is blank. */
    public TinyKb with(String id, String type, String... names) {
        entries.put(id, new Entry(type, List.of(names)));
        return this;
    }

    /** Another id of a concept. */
    public TinyKb withAlternative(String id, String other) {
        alternatives.put(other, id);
        return this;
    }

    public KnowledgeBase in(Path directory) {
        new KnowledgeBaseBuilder().add(this).build(directory);
        return KnowledgeBase.open(directory);
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.empty();
    }

    @Override
    public SourceReport read(FactSink facts) {
        entries.forEach((id, entry) -> {
            NameKind kind = NameKind.PREFERRED;
            for (String name : entry.names()) {
                facts.name(id, name, kind, name());
                kind = NameKind.EXACT;
            }
            if (!entry.type().isBlank()) {
                facts.type(id, entry.type());
            }
        });
        alternatives.forEach((other, id) -> facts.alternative(id, other));
        return new SourceReport(name(), entries.size(), entries.size(), Map.of());
    }
}
