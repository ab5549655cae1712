package io.osler.ner.export;

import java.util.Locale;
import java.util.Set;

/** Which resource of FHIR a type of mention becomes. */
enum FhirKind {
    CONDITION("Condition"),
    FAMILY_HISTORY("FamilyMemberHistory"),
    OBSERVATION("Observation"),
    MEDICATION("MedicationStatement"),
    ALLERGY("AllergyIntolerance"),
    PROCEDURE("Procedure");

    private static final Set<String> CONDITIONS = Set.of(
            "problem", "disease", "disorder", "condition", "diagnosis", "symptom", "sign", "finding", "phenotype");
    private static final Set<String> MEDICATIONS = Set.of("treatment", "drug", "medication", "chemical");
    private static final Set<String> PROCEDURES = Set.of("procedure", "surgery", "operation", "therapy");

    private final String resource;

    FhirKind(String resource) {
        this.resource = resource;
    }

    String resource() {
        return resource;
    }

    /**
     * By the label's name; what is none of these is an observation, which FHIR keeps for whatever is asserted of a patient.
     * A treatment counts as a drug, most of them being one.
     */
    static FhirKind of(String label) {
        String name = label.toLowerCase(Locale.ROOT);
        if (CONDITIONS.contains(name)) {
            return CONDITION;
        }
        if (MEDICATIONS.contains(name)) {
            return MEDICATION;
        }
        return PROCEDURES.contains(name) ? PROCEDURE : OBSERVATION;
    }
}
