package io.osler.kb.source;

import io.osler.kb.KbException;
import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * An ontology as OBO Graphs JSON. Takes the classes: label, synonyms with their scopes, definition, {@code is_a} parents,
 * alternative ids and, as the type, the namespace; leaves obsolete classes and properties, and counts them. The id of an
 * obsolete class is an alternative one of the class that replaces it. IRIs of the OBO library become short ids,
 * {@code http://purl.obolibrary.org/obo/HP_0000118} becomes {@code HP:0000118}; others stay.
 *
 * <p>Read token by token: in memory is one node or edge at a time, and no text longer than {@link Utf8Reader#RUN_MAX}
 * characters. A graph's id and default namespace count where they stand before its nodes, as all writers put them.
 * Source: the OBO Graphs schema (github.com/geneontology/obographs). Immutable; each reading opens the file anew.
 */
public final class OboGraphsSource implements TermSource {
    private static final String OBO_IRI = "http://purl.obolibrary.org/obo/";
    private static final Pattern OBO_ID = Pattern.compile(Pattern.quote(OBO_IRI) + "([A-Za-z][A-Za-z0-9]*)_([^/#]+)");

    /** Term replaced by, of the Information Artifact Ontology. */
    private static final String REPLACED_BY = "IAO_0100001";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Utf8Reader.RUN_MAX)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.WRAP_EXCEPTIONS)
            .build();

    private final VocabularyFile file;
    private final OboHeader header;

    private OboGraphsSource(VocabularyFile file, OboHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Reads as far as the first graph's nodes.
     *
     * @throws KbException when the file cannot be read or is no OBO Graphs JSON
     */
    public static OboGraphsSource of(Path path) {
        VocabularyFile file = new VocabularyFile(path);
        HeaderReading reading = new HeaderReading();
        read(file, reading);
        return new OboGraphsSource(file, reading.header.header(file.baseName()));
    }

    @Override
    public String name() {
        return header.name();
    }

    @Override
    public Optional<String> licenceNote() {
        return header.licenceNote();
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        read(file, new TermReading(telling));
        return telling.report();
    }

    private static void read(VocabularyFile file, GraphReading reading) {
        try (Utf8Reader text = file.read(Utf8Reader.Runs.UNBOUNDED);
                JsonParser json = JSON.createParser(text)) {
            try {
                document(file, json, reading);
            } catch (JacksonException e) {
                TokenStreamLocation location = e.getLocation() == null ? json.currentLocation() : e.getLocation();
                throw place(file, location).malformed("broken JSON: " + e.getOriginalMessage(), "OBO Graphs JSON", e);
            }
        }
    }

    private static void document(VocabularyFile file, JsonParser json, GraphReading reading) {
        expect(file, json, json.nextToken(), JsonToken.START_OBJECT, "an object with \"graphs\"");
        boolean graphs = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (!field.equals("graphs")) {
                json.skipChildren();
                continue;
            }
            graphs = true;
            expect(file, json, value, JsonToken.START_ARRAY, "an array of graphs");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                if (!graph(file, json, reading)) {
                    return;
                }
            }
            expect(file, json, json.currentToken(), JsonToken.END_ARRAY, "graphs, each an object");
        }
        if (!graphs) {
            throw place(file, json.currentTokenLocation()).malformed("no \"graphs\"", "an object with \"graphs\"");
        }
    }

    /** False when the reading has what it wants. */
    private static boolean graph(VocabularyFile file, JsonParser json, GraphReading reading) {
        reading.begin(file);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "id" -> reading.header.ontology(json.getValueAsString(""));
                case "meta" -> reading.header(JSON.readValue(json, Meta.class));
                case "nodes" -> {
                    if (reading.headerOnly()) {
                        return false;
                    }
                    expect(file, json, value, JsonToken.START_ARRAY, "an array of nodes");
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        reading.node(JSON.readValue(json, Node.class), place(file, json.currentTokenLocation()));
                    }
                }
                case "edges" -> {
                    expect(file, json, value, JsonToken.START_ARRAY, "an array of edges");
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        reading.edge(JSON.readValue(json, Edge.class));
                    }
                }
                default -> json.skipChildren();
            }
        }
        return true;
    }

    private static void expect(
            VocabularyFile file, JsonParser json, JsonToken found, JsonToken expected, String meaning) {
        if (found != expected) {
            throw place(file, json.currentTokenLocation())
                    .malformed(found == null ? "the end of the file" : found.toString(), meaning);
        }
    }

    private static Place place(VocabularyFile file, TokenStreamLocation location) {
        return new Place(file.toString(), Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String shortId(String iri) {
        Matcher matcher = OBO_ID.matcher(iri);
        return matcher.matches() ? matcher.group(1) + ":" + matcher.group(2) : iri;
    }

    /** What is done with the parts of a graph. */
    private abstract static class GraphReading {
        OboHeader.Draft header = new OboHeader.Draft();

        void begin(VocabularyFile file) {
            header = new OboHeader.Draft();
        }

        abstract boolean headerOnly();

        abstract void node(Node node, Place place);

        abstract void edge(Edge edge);

        void header(Meta meta) {
            if (meta != null) {
                header.version(Optional.ofNullable(meta.version).orElse(""));
                meta.properties().forEach(property -> {
                    header.property(property.predicate(), property.value());
                    if (property.predicate().endsWith("default-namespace")) {
                        header.namespace(property.value());
                    }
                });
            }
        }
    }

    private static final class HeaderReading extends GraphReading {
        @Override
        boolean headerOnly() {
            return true;
        }

        @Override
        void node(Node node, Place place) {}

        @Override
        void edge(Edge edge) {}
    }

    private static final class TermReading extends GraphReading {
        private final Telling telling;
        private String fileName = "";

        TermReading(Telling telling) {
            this.telling = telling;
        }

        @Override
        void begin(VocabularyFile file) {
            super.begin(file);
            fileName = file.baseName();
        }

        @Override
        boolean headerOnly() {
            return false;
        }

        @Override
        void node(Node node, Place place) {
            if (node == null || node.id == null || node.id.isBlank()) {
                throw place.malformed("a node without an \"id\"", "one");
            }
            reasonToLeave(node).ifPresentOrElse(reason -> leave(reason, node), () -> tell(shortId(node.id), node));
        }

        @Override
        void edge(Edge edge) {
            if (edge != null && edge.sub != null && edge.obj != null && edge.isA()) {
                telling.parent(shortId(edge.sub), shortId(edge.obj));
            }
        }

        private void leave(String reason, Node node) {
            telling.leave(reason);
            telling.leave("synonym under: " + reason, node.facts().texts().size());
            if (node.facts().deprecated) {
                node.facts().valuesOf(REPLACED_BY).map(OboGraphsSource::shortId).forEach(by -> {
                    telling.alternative(by, shortId(node.id));
                    tellAlternatives(by, node);
                });
            }
        }

        private void tell(String id, Node node) {
            Meta meta = node.facts();
            telling.begin(id);
            node.label().ifPresent(label -> telling.name(id, label, NameKind.PREFERRED));
            meta.texts().forEach(synonym -> telling.name(id, synonym.val, synonym.kind()));
            telling.type(
                    id,
                    meta.valueOf("hasOBONamespace")
                            .orElseGet(() -> header.header(fileName).namespace()));
            if (meta.definition != null && meta.definition.val != null) {
                telling.definition(id, meta.definition.val);
            }
            tellAlternatives(id, node);
        }

        private void tellAlternatives(String id, Node node) {
            node.facts().valuesOf("hasAlternativeId").forEach(other -> telling.alternative(id, shortId(other)));
        }

        private static Optional<String> reasonToLeave(Node node) {
            if (node.facts().deprecated) {
                return Optional.of("obsolete");
            }
            return switch (node.type) {
                case null -> Optional.of("node of no type");
                case "CLASS" ->
                    node.label().isEmpty() && node.facts().texts().isEmpty()
                            ? Optional.of("term without a name")
                            : Optional.empty();
                default -> Optional.of(node.type.toLowerCase(Locale.ROOT));
            };
        }
    }

    record Node(String id, String lbl, String type, Meta meta) {
        Optional<String> label() {
            return Optional.ofNullable(lbl);
        }

        Meta facts() {
            return meta == null ? Meta.NONE : meta;
        }
    }

    record Meta(
            Text definition,
            List<Text> synonyms,
            List<Property> basicPropertyValues,
            String version,
            boolean deprecated) {
        static final Meta NONE = new Meta(null, null, null, null, false);

        List<Text> texts() {
            return synonyms == null
                    ? List.of()
                    : synonyms.stream().filter(text -> text.val != null).toList();
        }

        List<Property> properties() {
            List<Property> whole = new ArrayList<>();
            if (basicPropertyValues != null) {
                basicPropertyValues.stream()
                        .filter(property -> property.pred != null && property.val != null)
                        .forEach(whole::add);
            }
            return whole;
        }

        Optional<String> valueOf(String predicate) {
            return valuesOf(predicate).findFirst();
        }

        Stream<String> valuesOf(String predicate) {
            return properties().stream()
                    .filter(property -> property.pred.endsWith(predicate))
                    .map(Property::value);
        }
    }

    record Text(String pred, String val) {
        NameKind kind() {
            String scope =
                    pred == null ? "" : pred.substring(Math.max(pred.lastIndexOf('#'), pred.lastIndexOf(':')) + 1);
            return switch (scope) {
                case "hasExactSynonym" -> NameKind.EXACT;
                case "hasNarrowSynonym" -> NameKind.NARROW;
                case "hasBroadSynonym" -> NameKind.BROAD;
                default -> NameKind.RELATED;
            };
        }
    }

    record Property(String pred, String val) {
        String predicate() {
            return pred;
        }

        String value() {
            return val;
        }
    }

    record Edge(String sub, String pred, String obj) {
        boolean isA() {
            return pred != null && (pred.equals("is_a") || pred.endsWith("#subClassOf"));
        }
    }
}
