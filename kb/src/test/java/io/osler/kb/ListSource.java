package io.osler.kb;

import io.osler.kb.source.FactSink;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A vocabulary out of a test's own lines. */
public final class ListSource implements TermSource {
    private final String name;
    private final List<Consumer<FactSink>> facts = new ArrayList<>();
    private final Set<String> ids = new LinkedHashSet<>();
    private long names;

    public ListSource(String name) {
        this.name = name;
    }

    /** A concept: the first name is the preferred one. */
    public ListSource concept(String id, String type, String... all) {
        name(id, NameKind.PREFERRED, all[0]);
        for (int i = 1; i < all.length; i++) {
            name(id, NameKind.EXACT, all[i]);
        }
        facts.add(sink -> sink.type(id, type));
        return this;
    }

    public ListSource name(String id, NameKind kind, String text) {
        ids.add(id);
        names++;
        facts.add(sink -> sink.name(id, text, kind, name));
        return this;
    }

    public ListSource tell(Consumer<FactSink> fact) {
        facts.add(fact);
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of("invented for " + name);
    }

    @Override
    public SourceReport read(FactSink sink) {
        facts.forEach(fact -> fact.accept(sink));
        return new SourceReport(name, ids.size(), names, Map.of());
    }
}
