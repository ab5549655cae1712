package io.osler.ner.export;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Codes of vocabularies as FHIR writes them: {@code DOID:552} by its prefix, others in the system of their knowledge base. */
final class FhirCodes {
    /** Names of vocabularies, in lower case, and the URIs that FHIR and HL7's terminology list for them. */
    private static final Map<String, String> SYSTEMS = Map.ofEntries(
            Map.entry("snomedct", "http://snomed.info/sct"),
            Map.entry("snomedct_us", "http://snomed.info/sct"),
            Map.entry("sctid", "http://snomed.info/sct"),
            Map.entry("rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm"),
            Map.entry("loinc", "http://loinc.org"),
            Map.entry("icd10cm", "http://hl7.org/fhir/sid/icd-10-cm"),
            Map.entry("icd10", "http://hl7.org/fhir/sid/icd-10"),
            Map.entry("umls", "http://terminology.hl7.org/CodeSystem/umls"),
            Map.entry("mesh", "https://www.nlm.nih.gov/mesh"),
            Map.entry("hgnc", "http://www.genenames.org"),
            Map.entry("hp", "http://human-phenotype-ontology.org"),
            Map.entry("omim", "http://www.omim.org"),
            Map.entry("ncit", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"),
            Map.entry("doid", "http://purl.obolibrary.org/obo/doid.owl"),
            Map.entry("mondo", "http://purl.obolibrary.org/obo/mondo.owl"),
            Map.entry("chebi", "http://purl.obolibrary.org/obo/chebi.owl"));

    private final String knowledgeBase;

    FhirCodes(String knowledgeBase) {
        this.knowledgeBase = FhirBundle.URN + "knowledge-base:" + knowledgeBase.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** The mention's words, and the concept where one was found. */
    void put(ObjectNode resource, String field, CheckedNote note, CheckedNote.Found found) {
        ObjectNode code = resource.putObject(field);
        found.concept().ifPresent(concept -> {
            String id = concept.id();
            int colon = id.indexOf(':');
            String system =
                    colon < 1 ? null : SYSTEMS.get(id.substring(0, colon).toLowerCase(Locale.ROOT));
            boolean listed = system != null && colon + 1 < id.length();
            code.putArray("coding")
                    .addObject()
                    .put("system", listed ? system : knowledgeBase)
                    .put("code", listed ? bare(id, colon) : id.strip().replaceAll("\\s+", " "))
                    .put("display", concept.name().strip());
        });
        code.put("text", note.textOf(found));
    }

    /** OBO vocabularies keep the prefix in their codes. */
    private static String bare(String id, int colon) {
        boolean obo =
                SYSTEMS.get(id.substring(0, colon).toLowerCase(Locale.ROOT)).contains("obolibrary")
                        || id.regionMatches(true, 0, "hp:", 0, 3)
                        || id.regionMatches(true, 0, "hgnc:", 0, 5);
        return obo ? id : id.substring(colon + 1);
    }
}
