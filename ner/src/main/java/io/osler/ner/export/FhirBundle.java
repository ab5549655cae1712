package io.osler.ner.export;

import io.osler.ner.assertion.Assertion;
import io.osler.ner.assertion.AssertionStatus;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.CheckedNote.Found;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A note as a FHIR R4 collection: a DocumentReference with the note's text, and a resource per mention ({@link FhirKind}).
 *
 * <pre>
 * assertion      Condition                        MedicationStatement  Procedure      Observation
 * present        confirmed, active                active               unknown        preliminary
 *  and historical confirmed                       unknown              completed      preliminary
 * absent         refuted                          not-taken            not-done       cancelled
 * possible       provisional                      unknown              unknown        registered
 * conditional    unconfirmed                      unknown              unknown        registered
 * hypothetical   unconfirmed                      intended             preparation    registered
 * someone else   FamilyMemberHistory, or refuted  unknown              unknown        registered
 * not asked      unconfirmed                      unknown              unknown        preliminary
 * </pre>
 *
 * <p>A treatment in a section on allergies is an AllergyIntolerance. Each resource has the extension {@value #MENTION}: place
 * and unit of offsets, words, label, confidence, assertion, section, and a reference to the note. The patient is not known:
 * subjects are displays without a reference, to be replaced. All of it is a program's reading that no person has confirmed,
 * and {@code meta.tag} says so.
 *
 * @see <a href="https://hl7.org/fhir/R4/">FHIR R4</a>
 */
final class FhirBundle {
    static final String URN = "urn:osler:";
    static final String MENTION = "urn:osler:mention";

    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
    private static final String ALLERGIES = "allergies";

    private final RunInfo info;
    private final OffsetUnit unit;
    private final FhirCodes codes;

    FhirBundle(RunInfo info, OffsetUnit unit) {
        this.info = info;
        this.unit = unit;
        this.codes = new FhirCodes(info.knowledgeBase().isEmpty() ? "none" : info.knowledgeBase());
    }

    /** @param name unique among the notes of a run */
    ObjectNode of(CheckedNote note, String name) {
        ObjectNode bundle = JsonMapper.shared().createObjectNode();
        bundle.put("resourceType", "Bundle");
        putMeta(bundle);
        bundle.put("type", "collection").put("timestamp", info.startedAt().toString());
        ArrayNode entries = bundle.putArray("entry");
        String document = uuid(name, 0);
        addEntry(entries, document, document(note));
        for (Found found : note.found()) {
            addEntry(entries, uuid(name, found.number()), resource(note, found, document));
        }
        return bundle;
    }

    /** The same for the same note of the same run. */
    private String uuid(String name, int number) {
        String seed = "%s\n%s\n%d".formatted(info.startedAt(), name, number);
        return "urn:uuid:" + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    }

    private static void addEntry(ArrayNode entries, String url, ObjectNode resource) {
        entries.addObject().put("fullUrl", url).set("resource", resource);
    }

    private void putMeta(ObjectNode resource) {
        resource.putObject("meta")
                .putArray("tag")
                .addObject()
                .put("system", URN + "provenance")
                .put("code", "machine-read")
                .put(
                        "display",
                        "Read by osler %s with %s; not reviewed by a person"
                                .formatted(info.toolVersion(), info.modelId()));
    }

    private ObjectNode document(CheckedNote note) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("resourceType", "DocumentReference").put("status", "current");
        document.putObject("type").put("text", "Clinical note");
        document.put(
                "description",
                note.note().id().isBlank() ? "note" : note.note().id().strip());
        ObjectNode attachment = document.putArray("content")
                .addObject()
                .putObject("attachment")
                .put("contentType", "text/plain; charset=utf-8");
        if (!note.note().text().isEmpty()) {
            attachment.put(
                    "data",
                    Base64.getEncoder().encodeToString(note.note().text().getBytes(StandardCharsets.UTF_8)));
        }
        return document;
    }

    private ObjectNode resource(CheckedNote note, Found found, String document) {
        Optional<Assertion> said = found.mention().assertion();
        FhirKind kind = kind(found, said);
        ObjectNode resource = JsonMapper.shared().createObjectNode();
        resource.put("resourceType", kind.resource());
        putMeta(resource);
        putMention(resource.putArray("extension").addObject(), note, found, document);
        Optional<AssertionStatus> status = said.map(Assertion::status);
        boolean historical = said.map(Assertion::historical).orElse(false);
        switch (kind) {
            case CONDITION -> {
                putCondition(resource, said);
                codes.put(resource, "code", note, found);
                putSubject(resource, "subject", status);
            }
            case FAMILY_HISTORY -> {
                resource.put("status", "partial");
                putSubject(resource, "patient", Optional.empty());
                resource.putObject("relationship")
                        .putArray("coding")
                        .addObject()
                        .put("system", TERMINOLOGY + "v3-RoleCode")
                        .put("code", "FAMMEMB")
                        .put("display", "family member");
                codes.put(resource.putArray("condition").addObject(), "code", note, found);
            }
            case ALLERGY -> {
                putCode(resource, "clinicalStatus", "allergyintolerance-clinical", "active");
                putCode(
                        resource,
                        "verificationStatus",
                        "allergyintolerance-verification",
                        said.map(Assertion::negated).orElse(false) ? "refuted" : "unconfirmed");
                codes.put(resource, "code", note, found);
                putSubject(resource, "patient", status);
            }
            case MEDICATION -> {
                resource.put("status", medicationStatus(status, historical));
                codes.put(resource, "medicationCodeableConcept", note, found);
                putSubject(resource, "subject", status);
            }
            case PROCEDURE -> {
                resource.put("status", procedureStatus(status, historical));
                codes.put(resource, "code", note, found);
                putSubject(resource, "subject", status);
            }
            case OBSERVATION -> {
                resource.put("status", observationStatus(status));
                codes.put(resource, "code", note, found);
                putSubject(resource, "subject", status);
            }
        }
        return resource;
    }

    private static FhirKind kind(Found found, Optional<Assertion> said) {
        FhirKind kind = FhirKind.of(found.mention().type());
        boolean someoneElses = said.map(Assertion::status).equals(Optional.of(AssertionStatus.SOMEONE_ELSE));
        if (kind == FhirKind.CONDITION && someoneElses && !said.orElseThrow().negated()) {
            return FhirKind.FAMILY_HISTORY;
        }
        boolean allergen = said.map(Assertion::section).orElse("").equals(ALLERGIES);
        return kind == FhirKind.MEDICATION && allergen ? FhirKind.ALLERGY : kind;
    }

    /** A condition of the past may well go on, so nothing is said of its being active. */
    private static void putCondition(ObjectNode resource, Optional<Assertion> said) {
        String verification = said.map(each -> switch (each.status()) {
                    case PRESENT -> "confirmed";
                    case POSSIBLE -> "provisional";
                    case ABSENT -> "refuted";
                    case CONDITIONAL, HYPOTHETICAL -> "unconfirmed";
                    case SOMEONE_ELSE -> each.negated() ? "refuted" : "unconfirmed";
                })
                .orElse("unconfirmed");
        if (verification.equals("confirmed") && !said.orElseThrow().historical()) {
            putCode(resource, "clinicalStatus", "condition-clinical", "active");
        }
        putCode(resource, "verificationStatus", "condition-ver-status", verification);
    }

    private static String medicationStatus(Optional<AssertionStatus> status, boolean historical) {
        return status.map(each -> switch (each) {
                    case PRESENT -> historical ? "unknown" : "active";
                    case ABSENT -> "not-taken";
                    case HYPOTHETICAL -> "intended";
                    case POSSIBLE, CONDITIONAL, SOMEONE_ELSE -> "unknown";
                })
                .orElse("unknown");
    }

    private static String procedureStatus(Optional<AssertionStatus> status, boolean historical) {
        return status.map(each -> switch (each) {
                    case PRESENT -> historical ? "completed" : "unknown";
                    case ABSENT -> "not-done";
                    case HYPOTHETICAL -> "preparation";
                    case POSSIBLE, CONDITIONAL, SOMEONE_ELSE -> "unknown";
                })
                .orElse("unknown");
    }

    private static String observationStatus(Optional<AssertionStatus> status) {
        return status.map(each -> switch (each) {
                    case PRESENT -> "preliminary";
                    case ABSENT -> "cancelled";
                    case POSSIBLE, CONDITIONAL, HYPOTHETICAL, SOMEONE_ELSE -> "registered";
                })
                .orElse("preliminary");
    }

    private static void putCode(ObjectNode resource, String field, String system, String code) {
        resource.putObject(field)
                .putArray("coding")
                .addObject()
                .put("system", TERMINOLOGY + system)
                .put("code", code);
    }

    private static void putSubject(ObjectNode resource, String field, Optional<AssertionStatus> status) {
        boolean someoneElse = status.equals(Optional.of(AssertionStatus.SOMEONE_ELSE));
        resource.putObject(field)
                .put("display", someoneElse ? "someone other than the patient" : "the patient of the note");
    }

    private void putMention(ObjectNode extension, CheckedNote note, Found found, String document) {
        ArrayNode parts = extension.putArray("extension");
        part(parts, "document").putObject("valueReference").put("reference", document);
        part(parts, "begin").put("valueInteger", found.place().begin());
        part(parts, "end").put("valueInteger", found.place().end());
        part(parts, "offsets").put("valueString", unit.words());
        part(parts, "text").put("valueString", note.textOf(found));
        part(parts, "label").put("valueString", found.mention().type());
        part(parts, "confidence").put("valueDecimal", found.mention().confidence());
        found.mention().assertion().ifPresent(said -> {
            part(parts, "assertion").put("valueString", said.status().label());
            part(parts, "historical").put("valueBoolean", said.historical());
            if (!said.section().isBlank()) {
                part(parts, "section").put("valueString", said.section());
            }
        });
        found.concept().ifPresent(concept -> part(parts, "linkScore").put("valueDecimal", concept.score()));
        extension.put("url", MENTION);
    }

    private static ObjectNode part(ArrayNode parts, String url) {
        return parts.addObject().put("url", url);
    }
}
