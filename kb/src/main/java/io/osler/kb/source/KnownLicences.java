package io.osler.kb.source;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Terms of use of public vocabularies whose files may not state them, as their makers published them by 2026. A note in
 * the file itself goes before these.
 */
final class KnownLicences {
    static final String MESH = "Medical Subject Headings (MeSH), courtesy of the U.S. National Library of Medicine;"
            + " free to use with attribution; say so when it is not the current year's edition";
    static final String UMLS =
            "Unified Medical Language System (UMLS), U.S. National Library of Medicine; use under your own UMLS"
                    + " Metathesaurus licence, with the terms of each source in it";
    static final String DRUGBANK = "DrugBank open data (drugbank.com), CC0 1.0";
    static final String HGNC = "HUGO Gene Nomenclature Committee (genenames.org), public domain, CC0 1.0";
    static final String BIOLEXICA =
            "Biolexica lexical index; names keep the terms of their ontologies: Disease Ontology"
                    + " CC0 1.0, Mondo CC BY 4.0, NCI Thesaurus CC BY 4.0, Human Phenotype Ontology its own licence, Symptom"
                    + " Ontology CC0 1.0, Uberon CC BY 3.0, BRENDA Tissue Ontology CC BY 4.0; attribute each";

    private static final Map<String, String> BY_ONTOLOGY = Map.of(
            "doid", "Human Disease Ontology (disease-ontology.org), CC0 1.0; older releases CC BY 3.0",
            "hp", "Human Phenotype Ontology: cite it, show its version, do not alter it (hpo.jax.org/app/license)",
            "mondo", "Mondo Disease Ontology, CC BY 4.0",
            "chebi", "ChEBI, CC BY 4.0",
            "ncit", "NCI Thesaurus, CC BY 4.0",
            "uberon", "Uberon, CC BY 3.0",
            "symp", "Symptom Ontology, CC0 1.0",
            "go", "Gene Ontology, CC BY 4.0",
            "cl", "Cell Ontology, CC BY 4.0",
            "bto", "BRENDA Tissue Ontology, CC BY 4.0");

    private KnownLicences() {}

    /**
     * @param ontology as an ontology calls itself, such as {@code doid/subsets/DO_rare_slim}; a part taken over from
     *                 another ontology, {@code hp/imports/chebi_import}, has that one's terms
     */
    static Optional<String> ofOntology(String ontology) {
        String[] parts = ontology.toLowerCase(Locale.ROOT).split("/", -1);
        String last = parts[parts.length - 1];
        String key = last.endsWith("_import") ? last.substring(0, last.length() - "_import".length()) : parts[0];
        int end = key.indexOf('.');
        return Optional.ofNullable(BY_ONTOLOGY.get(end < 0 ? key : key.substring(0, end)));
    }
}
