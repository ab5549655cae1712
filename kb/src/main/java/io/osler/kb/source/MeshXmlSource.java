package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MeSH as NLM publishes it: descriptors ({@code desc2026.xml}) or supplementary concept records ({@code supp2026.xml}).
 *
 * <ul>
 *   <li>Names: the heading is preferred; terms are exact under the preferred concept, and narrow, broad or related under
 *       another one as the record relates it. Terms that only permute the words of another are taken too: texts hold them.
 *   <li>Types: the categories of the tree numbers; of supplementary records, the category their class belongs to.
 *   <li>Parents: what stands above in the tree; of supplementary records, the headings they are mapped to.
 *   <li>Definitions: the scope note of the preferred concept; of supplementary records, the note.
 * </ul>
 *
 * <p>Read element by element; in memory is one record at a time, and the tree. Nothing the file names is fetched. Source:
 * MeSH XML data elements (NLM). Immutable; each reading opens the file anew.
 */
public final class MeshXmlSource implements TermSource {
    private final VocabularyFile file;

    private MeshXmlSource(VocabularyFile file) {
        this.file = file;
    }

    public static MeshXmlSource of(Path path) {
        return new MeshXmlSource(new VocabularyFile(path));
    }

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of(KnownLicences.MESH);
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        MeshTree tree = new MeshTree();
        try (XmlElements xml = new XmlElements(file)) {
            String root = xml.root();
            switch (root) {
                case "DescriptorRecordSet", "SupplementalRecordSet" -> records(xml, tree, telling);
                default ->
                    throw xml.place()
                            .malformed(
                                    "the element <" + root + ">", "<DescriptorRecordSet> or <SupplementalRecordSet>");
            }
        }
        tree.tellParents(telling);
        return telling.report();
    }

    private static void records(XmlElements xml, MeshTree tree, Telling telling) {
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "DescriptorRecord", "SupplementalRecord" -> {
                    Place place = xml.place();
                    MeshRecord record = new MeshRecord(xml);
                    record.tell(place, tree, telling);
                }
                default -> {
                    telling.leave("<" + xml.name() + "> element");
                    xml.skip();
                }
            }
        }
    }

    /** What a record says, collected before it is told, for its id and relations may stand anywhere in it. */
    private static final class MeshRecord {
        private final List<MeshConcept> concepts = new ArrayList<>();
        private final List<TreeNumber> treeNumbers = new ArrayList<>();
        private final List<String> mappedTo = new ArrayList<>();
        private final Map<String, String> relations = new HashMap<>();
        private String id = "";
        private String heading = "";
        private String note = "";
        private Optional<String> type = Optional.empty();

        MeshRecord(XmlElements xml) {
            type = xml.attribute("SCRClass").flatMap(MeshRecord::category);
            while (xml.nextChild()) {
                switch (xml.name()) {
                    case "DescriptorUI", "SupplementalRecordUI" -> id = xml.text();
                    case "DescriptorName", "SupplementalRecordName" -> heading = xml.text();
                    case "Note" -> note = xml.text();
                    case "TreeNumberList" -> treeNumbers(xml);
                    case "HeadingMappedToList" -> headings(xml);
                    case "ConceptList" -> concepts(xml);
                    default -> xml.skip();
                }
            }
        }

        void tell(Place place, MeshTree tree, Telling telling) {
            if (id.isEmpty()) {
                throw place.malformed("a record without an id", "a <DescriptorUI> or <SupplementalRecordUI>");
            }
            telling.begin(id);
            telling.name(id, heading, NameKind.PREFERRED);
            for (MeshConcept concept : concepts) {
                concept.terms.stream()
                        .filter(term -> !(concept.preferred && term.equals(heading)))
                        .forEach(term -> telling.name(id, term, kind(concept)));
                if (concept.preferred) {
                    telling.definition(id, concept.scopeNote);
                }
            }
            telling.definition(id, note);
            type.ifPresent(category -> telling.type(id, category));
            treeNumbers.forEach(number -> tree.add(id, number.text, number.place, telling));
            mappedTo.forEach(parent -> telling.parent(id, parent));
        }

        private NameKind kind(MeshConcept concept) {
            if (concept.preferred) {
                return NameKind.EXACT;
            }
            return switch (relations.getOrDefault(concept.id, "")) {
                case "NRW" -> NameKind.NARROW;
                case "BRD" -> NameKind.BROAD;
                case "REL" -> NameKind.RELATED;
                default -> NameKind.EXACT;
            };
        }

        private void treeNumbers(XmlElements xml) {
            while (xml.nextChild()) {
                Place place = xml.place();
                treeNumbers.add(new TreeNumber(xml.text(), place));
            }
        }

        /** A star before an id marks the main one of several. */
        private void headings(XmlElements xml) {
            while (xml.nextChild()) {
                while (xml.nextChild()) {
                    boolean descriptor = xml.name().equals("DescriptorReferredTo");
                    while (xml.nextChild()) {
                        String text = xml.name().equals("DescriptorUI") ? xml.text() : skipped(xml);
                        if (descriptor && !text.isEmpty()) {
                            mappedTo.add(text.replaceFirst("^\\*", ""));
                        }
                    }
                }
            }
        }

        private static String skipped(XmlElements xml) {
            xml.skip();
            return "";
        }

        private void concepts(XmlElements xml) {
            while (xml.nextChild()) {
                concepts.add(new MeshConcept(xml, relations));
            }
        }

        /** Classes of supplementary records, in the words of the tree's categories where one fits. */
        private static Optional<String> category(String recordClass) {
            return Optional.ofNullable(
                    switch (recordClass) {
                        case "1" -> "Chemicals and Drugs";
                        case "2" -> "Protocols";
                        case "3" -> "Diseases";
                        case "4" -> "Organisms";
                        case "5" -> "Named Groups";
                        case "6" -> "Anatomy";
                        default -> null;
                    });
        }
    }

    private record TreeNumber(String text, Place place) {}

    private static final class MeshConcept {
        private final boolean preferred;
        private final List<String> terms = new ArrayList<>();
        private String id = "";
        private String scopeNote = "";

        /**
         * @param relations takes how other concepts stand to the preferred one, by their ids
         */
        MeshConcept(XmlElements xml, Map<String, String> relations) {
            preferred = xml.attribute("PreferredConceptYN").orElse("N").equals("Y");
            while (xml.nextChild()) {
                switch (xml.name()) {
                    case "ConceptUI" -> id = xml.text();
                    case "ScopeNote" -> scopeNote = xml.text();
                    case "TermList" -> terms(xml);
                    case "ConceptRelationList" -> relations(xml, relations);
                    default -> xml.skip();
                }
            }
        }

        private void terms(XmlElements xml) {
            while (xml.nextChild()) {
                while (xml.nextChild()) {
                    if (xml.name().equals("String")) {
                        terms.add(xml.text());
                    } else {
                        xml.skip();
                    }
                }
            }
        }

        /** The first concept of a relation is the preferred one; the second stands to it as the name says. */
        private static void relations(XmlElements xml, Map<String, String> relations) {
            while (xml.nextChild()) {
                String relation = xml.attribute("RelationName").orElse("");
                while (xml.nextChild()) {
                    boolean other = xml.name().equals("Concept2UI");
                    String concept = xml.text();
                    if (other) {
                        relations.put(concept, relation);
                    }
                }
            }
        }
    }
}
