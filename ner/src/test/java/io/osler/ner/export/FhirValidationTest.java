package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import io.osler.kb.MatchReason;
import io.osler.ner.Annotations;
import io.osler.ner.Mention;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.assertion.Assertions;
import io.osler.ner.link.LinkCandidate;
import io.osler.ner.link.LinkDecision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles are read by HAPI FHIR's strict parser and hold by R4's own profiles and invariants. */
class FhirValidationTest {
    private static final RunInfo RUN = new RunInfo(
            "0.1.0",
            "toy",
            "none",
            "my kb",
            "all",
            List.of("problem", "treatment", "test", "procedure", "gene"),
            Instant.parse("2026-01-02T03:04:05Z"));
    private static final String TEXT = """
        No fever 😀, possible sepsis, has cough. Mother had gout. No family history of lupus. History of stroke.
        Return if rash. Dyspnea on exertion. On aspirin, refused heparin. CT done. Had appendectomy in 2015. BRCA1.

        ALLERGIES:
        Penicillin\
        """;

    private static FhirContext context;
    private static FhirValidator validator;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        context = FhirContext.forR4();
        validator = context.newValidator()
                .registerValidatorModule(new FhirInstanceValidator(new ValidationSupportChain(
                        new DefaultProfileValidationSupport(context),
                        new CommonCodeSystemsTerminologyService(context),
                        new InMemoryTerminologyServerValidationSupport(context))));
    }

    private static Annotations everything() {
        LinkDecision cough = linked("DOID:552", "<cough> & more");
        LinkDecision sepsis = linked("C123", "sepsis");
        Annotations plain = note(
                "a note",
                TEXT,
                mention(TEXT, "fever", "problem", 0.123456789),
                mention(TEXT, "sepsis", "problem", 1).withLink(sepsis),
                mention(TEXT, "cough", "problem", 0).withLink(cough),
                mention(TEXT, "gout", "problem", 1e-9),
                mention(TEXT, "lupus", "problem", 0.5),
                mention(TEXT, "stroke", "problem", 0.5),
                mention(TEXT, "rash", "problem", 0.5),
                mention(TEXT, "Dyspnea", "problem", 0.5),
                mention(TEXT, "aspirin", "treatment", 0.5).withLink(linked("RXNORM:1191", "aspirin")),
                mention(TEXT, "heparin", "treatment", 0.5),
                mention(TEXT, "CT", "test", 0.5),
                mention(TEXT, "appendectomy", "procedure", 0.5),
                mention(TEXT, "BRCA1", "gene", 0.5),
                mention(TEXT, "Penicillin", "treatment", 0.5));
        return note(
                "a note",
                TEXT,
                new Assertions(AssertionRules.BUILT_IN)
                        .of(TEXT, plain.mentions())
                        .toArray(Mention[]::new));
    }

    private static LinkDecision linked(String id, String name) {
        return new LinkDecision(Optional.of(new LinkCandidate(id, name, name, MatchReason.EXACT, 0.9)), "", List.of());
    }

    private String written(Annotations note) throws IOException {
        try (AnnotationWriter writer = ExportFormat.FHIR.open(directory, RUN)) {
            writer.write(note);
        }
        try (var files = Files.list(directory.resolve("fhir"))) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }

    private static Bundle parsed(String json) {
        IParser parser = context.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
        return parser.parseResource(Bundle.class, json);
    }

    /** What the profiles find, but for codes of systems that no terminology here knows. */
    private static List<String> faults(String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }

    @Test
    void everyKindOfResourceHolds() throws IOException {
        String json = written(everything());
        assertThat(faults(json)).isEmpty();
        assertThat(faults(json.replace("\"provisional\"", "\"perhaps\""))).isNotEmpty();
        List<Resource> resources = parsed(json).getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .toList();
        assertThat(resources.stream().map(Resource::fhirType))
                .containsExactly(
                        "DocumentReference",
                        "Condition",
                        "Condition",
                        "Condition",
                        "FamilyMemberHistory",
                        "Condition",
                        "Condition",
                        "Condition",
                        "Condition",
                        "MedicationStatement",
                        "MedicationStatement",
                        "Observation",
                        "Procedure",
                        "Observation",
                        "AllergyIntolerance");
        assertThat(((DocumentReference) resources.getFirst())
                        .getContentFirstRep()
                        .getAttachment()
                        .getData())
                .isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(resources.stream()
                        .filter(Condition.class::isInstance)
                        .map(Condition.class::cast)
                        .map(condition -> condition.getCode().getText() + " "
                                + condition
                                        .getVerificationStatus()
                                        .getCodingFirstRep()
                                        .getCode() + " "
                                + condition
                                        .getClinicalStatus()
                                        .getCodingFirstRep()
                                        .getCode()))
                .containsExactly(
                        "fever refuted null",
                        "sepsis provisional null",
                        "cough confirmed active",
                        "lupus refuted null",
                        "stroke confirmed null",
                        "rash unconfirmed null",
                        "Dyspnea unconfirmed null");
        assertThat(((FamilyMemberHistory) resources.get(4))
                        .getConditionFirstRep()
                        .getCode()
                        .getText())
                .isEqualTo("gout");
        assertThat(((MedicationStatement) resources.get(9)).getStatus().toCode())
                .isEqualTo("active");
        assertThat(((MedicationStatement) resources.get(10)).getStatus().toCode())
                .isEqualTo("not-taken");
        assertThat(((Observation) resources.get(11)).getStatus().toCode()).isEqualTo("preliminary");
        assertThat(((Procedure) resources.get(12)).getStatus().toCode()).isEqualTo("completed");
    }

    @Test
    void codesAreOfTheirSystems() throws IOException {
        List<Bundle.BundleEntryComponent> entries =
                parsed(written(everything())).getEntry();
        assertThat(entries.stream()
                        .map(Bundle.BundleEntryComponent::getResource)
                        .filter(Condition.class::isInstance)
                        .map(Condition.class::cast)
                        .filter(condition -> condition.getCode().hasCoding())
                        .map(condition -> condition
                                        .getCode()
                                        .getCodingFirstRep()
                                        .getSystem() + " "
                                + condition.getCode().getCodingFirstRep().getCode()))
                .containsExactly(
                        "urn:osler:knowledge-base:my_kb C123", "http://purl.obolibrary.org/obo/doid.owl DOID:552");
        MedicationStatement aspirin = (MedicationStatement) entries.get(9).getResource();
        assertThat(aspirin.getMedicationCodeableConcept().getCodingFirstRep().getSystem())
                .isEqualTo("http://www.nlm.nih.gov/research/umls/rxnorm");
        assertThat(aspirin.getMedicationCodeableConcept().getCodingFirstRep().getCode())
                .isEqualTo("1191");
    }

    @Test
    void whatWasNotAskedIsUnconfirmed() throws IOException {
        String json = written(note("plain", "gout", Mention.gold(0, 4, "problem")));
        assertThat(faults(json)).isEmpty();
        Condition gout = (Condition) parsed(json).getEntry().getLast().getResource();
        assertThat(gout.getVerificationStatus().getCodingFirstRep().getCode()).isEqualTo("unconfirmed");
    }

    @Test
    void anEmptyNoteIsADocumentWithoutData() throws IOException {
        String json = written(note("", ""));
        assertThat(faults(json)).isEmpty();
        assertThat(parsed(json).getEntry()).hasSize(1);
    }
}
