package io.osler.kb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.search.NameMatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnowledgeBaseTest {
    @TempDir
    private Path directory;

    private KnowledgeBase kb;

    @BeforeEach
    void build() {
        ListSource clinic = new ListSource("clinic")
                .concept("D1", "disease", "breast cancer", "cancer of the breast", "Mammary carcinoma")
                .concept("D2", "disease", "cancer", "Malignant tumour")
                .concept("D3", "disease", "T-cell lymphoma")
                .concept("D4", "disease", "Crohn's disease", "Crohn's")
                .concept("D5", "disease", "acute lymphoblastic leukemia", "ALL")
                .concept("D6", "disease", "multiple sclerosis", "MS")
                .concept("D7", "disease", "chronic kidney disease")
                .concept("D8", "disease", "hepatitis B")
                .concept("D9", "disease", "common cold", "cold")
                .concept("S1", "sign", "cold", "feeling cold", "chill")
                .concept("S2", "sign", "A", "of the", "42", "+")
                .concept("S3", "sign", "pain, abdominal")
                .concept("X1", "drug", "morphine sulfate", "MS")
                .concept("X2", "drug", "aspirin", "ASA")
                .name("D2", NameKind.BROAD, "neoplasm")
                .name("D1", NameKind.RELATED, "neoplasm")
                .tell(facts -> facts.parent("D1", "D2"))
                .tell(facts -> facts.definition("D1", "A malignant tumour of the breast."));
        ListSource lab = new ListSource("lab").concept("S1", "finding", "COLD");
        new KnowledgeBaseBuilder().add(clinic).add(lab).build(directory);
        kb = KnowledgeBase.open(directory);
    }

    @AfterEach
    void close() {
        kb.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "breast cancer | D1 | EXACT",
                "Breast cancer | D1 | EXACT", // as at the beginning of a sentence
                "BREAST CANCER | D1 | CASE",
                "breast cancers | D1 | NORMALISED",
                "the breast cancer | D1 | NORMALISED",
                "breast cancer. | D1 | NORMALISED",
                "T cell lymphoma | D3 | NORMALISED",
                "Crohn disease | D4 | NORMALISED",
                "cancer, breast | D1 | TOKEN_ORDER",
                "Cancers of breast | D1 | TOKEN_ORDER",
                "abdominal pain | S3 | TOKEN_ORDER",
                "all | D5 | CASE",
                "aLL | D5 | CASE", // no small word with a capital at its beginning
                "asa | X2 | CASE",
                "A | S2 | EXACT",
            })
    void namesAndWhyTheyAreFound(String name, String id, MatchReason reason) {
        assertThat(kb.lookUp(name)).singleElement().satisfies(sense -> {
            assertThat(sense.id()).isEqualTo(id);
            assertThat(sense.reason()).isEqualTo(reason);
            assertThat(sense.score()).isBetween(0.0, 1.0);
        });
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "'...'", "'the'", "unknown thing", "breast", "aspirn"})
    void namesThatAreNotThere(String name) {
        assertThat(kb.lookUp(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "aspirn, 1, X2",
        "asprin, 1, X2",
        "brest canser, 2, D1",
        "brest canser, 1, ''",
        "hepatitis C, 2, ''",
        "asb, 2, ''"
    })
    void mistypedNames(String name, int edits, String id) {
        List<Sense> found = kb.lookUp(name, LookUpOptions.DEFAULTS.withEditsMax(edits));
        assertThat(found).extracting(Sense::id).isEqualTo(id.isEmpty() ? List.of() : List.of(id));
        assertThat(found).allSatisfy(sense -> assertThat(sense.reason()).isEqualTo(MatchReason.EDIT_DISTANCE));
    }

    @Test
    void theBestSenseComesFirst() {
        // Both are preferred or exact in exact case; a preferred name wins.
        assertThat(kb.lookUp("cold")).extracting(Sense::id).containsExactly("S1", "D9");
        assertThat(kb.lookUp("COLD").getFirst())
                .isEqualTo(new Sense(
                        kb.lookUp("chill").getFirst().concept(),
                        "S1",
                        "cold",
                        "COLD",
                        NameKind.PREFERRED,
                        "lab",
                        MatchReason.EXACT,
                        1.0,
                        Set.of("finding", "sign")));
        assertThat(kb.lookUp("neoplasm")).extracting(Sense::kind).containsExactly(NameKind.BROAD, NameKind.RELATED);
        assertThat(kb.lookUp("neoplasm", LookUpOptions.DEFAULTS.withLimit(1))).hasSize(1);
    }

    @Test
    void typesAreKept() {
        LookUpOptions drugs = LookUpOptions.DEFAULTS.withTypes(Set.of("drug", "no such type"));
        assertThat(kb.lookUp("MS", drugs)).extracting(Sense::id).containsExactly("X1");
        assertThat(kb.lookUp("cancer", drugs)).isEmpty();
        assertThatThrownBy(() -> kb.lookUp("MS", LookUpOptions.DEFAULTS.withTypes(Set.of("durg"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no concept has one of the types [durg], expected some of [disease, drug, finding, sign]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Breast  cancers and cancer | Breast  cancers; cancer",
                "breast. cancer | cancer",
                "breast (cancer) | cancer",
                "T - cell\\nlymphoma | T - cell\\nlymphoma",
                "Crohn’s got worse; crohn ' s disease | Crohn’s; crohn ' s disease",
                "all of them, and ALL | ALL",
                "two ALLs, not alls | ALLs",
                "GIVEN ALL DRUGS | \"\"",
                "A 42 + of the | \"\"",
                "precancerous cancerous | \"\"",
                "pain, abdominal; pain abdominal | pain, abdominal",
                "Ms. Smith has MS | MS",
                "\"\" | \"\"",
            })
    void namesInATextsLongestFirst(String text, String found) {
        String real = text.replace("\\n", "\n");
        List<String> expected =
                found.isEmpty() ? List.of() : List.of(found.replace("\\n", "\n").split("; "));
        assertThat(surfaces(real, ScanOptions.DEFAULTS)).isEqualTo(expected);
    }

    @Test
    void aBlankLineEndsAName() {
        assertThat(surfaces("breast\ncancer", ScanOptions.DEFAULTS)).containsExactly("breast\ncancer");
        assertThat(surfaces("breast\n\ncancer", ScanOptions.DEFAULTS)).containsExactly("cancer");
    }

    @Test
    void withoutItsTypeALongNameGivesWayToAShorterOne() {
        assertThat(surfaces("feeling cold", ScanOptions.DEFAULTS)).containsExactly("feeling cold");
        assertThat(surfaces("feeling cold", ScanOptions.DEFAULTS.withTypes(Set.of("disease"))))
                .containsExactly("cold");
    }

    /** Senses met lately are kept; another spelling or other types are another question. */
    @Test
    void whatWasAskedBeforeDoesNotMatter() {
        for (int i = 0; i < 2; i++) {
            assertThat(kb.scan("cold COLD", ScanOptions.DEFAULTS))
                    .extracting(match -> match.entry().getFirst().matchedName())
                    .containsExactly("cold", "COLD");
            assertThat(kb.scan("cold", ScanOptions.DEFAULTS.withTypes(Set.of("disease"))))
                    .singleElement()
                    .satisfies(match ->
                            assertThat(match.entry()).extracting(Sense::id).containsExactly("D9"));
        }
    }

    @Test
    void shortFormsStandForWhatTheTextSays() {
        String text = "CKD is old. Chronic kidney disease (CKD) and morphine sulfate (MS). MS for CKD; XCKD";
        List<NameMatch<List<Sense>>> found = kb.scan(text, ScanOptions.DEFAULTS);
        assertThat(found)
                .extracting(match -> text.substring(match.begin(), match.end()) + "="
                        + match.entry().getFirst().id())
                .containsExactly(
                        "Chronic kidney disease=D7", "CKD=D7", "morphine sulfate=X1", "MS=X1", "MS=X1", "CKD=D7");
        assertThat(found.get(4).entry()).singleElement().satisfies(sense -> {
            assertThat(sense.reason()).isEqualTo(MatchReason.ABBREVIATION);
            assertThat(sense.score()).isEqualTo(0.85);
        });
        assertThat(surfaces(text, ScanOptions.DEFAULTS.withExpandAbbreviations(false)))
                .containsExactly("Chronic kidney disease", "morphine sulfate", "MS", "MS");
    }

    @Test
    void aLaterDefinitionTakesOver() {
        String text = "common cold (CC), CC; then chronic kidney cancers. Chill (CC) CC";
        assertThat(kb.scan("multiple sclerosis (MS): MS. Morphine sulfate (MS): MS", ScanOptions.DEFAULTS))
                .extracting(match -> match.entry().getFirst().id())
                .containsExactly("D6", "D6", "D6", "X1", "X1", "X1");
        assertThat(surfaces(text, ScanOptions.DEFAULTS)).startsWith("common cold", "CC", "CC");
    }

    @Test
    void aShortFormInsideALongerNameIsPartOfIt() {
        Path other = directory.resolve("other");
        new KnowledgeBaseBuilder()
                .add(new ListSource("test").concept("1", "t", "heart failure").concept("2", "t", "HF clinic"))
                .build(other);
        try (KnowledgeBase clinic = KnowledgeBase.open(other)) {
            assertThat(clinic.scan("heart failure (HF): HF clinic, HF", ScanOptions.DEFAULTS))
                    .extracting(match -> match.entry().getFirst().id())
                    .containsExactly("1", "1", "2", "1");
        }
    }

    @Test
    void capitalsOfAShoutingVocabularySayNothing() {
        Path loud = directory.resolve("loud");
        ListSource source = new ListSource("loud").concept("0", "t", "FEVER");
        for (int i = 1; i < 12; i++) {
            source.concept("" + i, "t", "DISEASE OF KIND " + (char) ('A' + i));
        }
        new KnowledgeBaseBuilder().add(source).build(loud);
        try (KnowledgeBase shouting = KnowledgeBase.open(loud)) {
            assertThat(shouting.scan("some fever", ScanOptions.DEFAULTS)).hasSize(1);
        }
    }

    @Test
    void aConceptIsWhatWasTold() {
        Concept concept = kb.concept("D1").orElseThrow();
        assertThat(concept.preferredName()).isEqualTo("breast cancer");
        assertThat(concept.names())
                .extracting(ConceptName::text)
                .containsExactly("breast cancer", "cancer of the breast", "Mammary carcinoma", "neoplasm");
        assertThat(concept.parents()).containsExactly("D2");
        assertThat(concept.definition()).contains("A malignant tumour of the breast.");
        assertThat(kb.concept("D")).isEmpty();
        assertThat(kb.concept("D1 ")).isEmpty();
        assertThat(kb.ancestors("D1")).containsExactly("D2");
        assertThat(kb.ancestors("none")).isEmpty();
    }

    @Test
    void rowsFollowTheIds() {
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < kb.size(); row++) {
            ids.add(kb.concept(row).id());
        }
        assertThat(ids).isSorted().hasSize(14);
        int row = ids.indexOf("X2");
        assertThat(kb.sense(row, MatchReason.DENSE, 0.5)).satisfies(sense -> {
            assertThat(sense.preferredName()).isEqualTo("aspirin");
            assertThat(sense.reason()).isEqualTo(MatchReason.DENSE);
            assertThat(sense.concept()).isEqualTo(row);
        });
        assertThatThrownBy(() -> kb.concept(14)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kb.sense(-1, MatchReason.DENSE, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> LookUpOptions.DEFAULTS.withEditsMax(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("editsMax is 3, expected 0, 1 or 2");
        assertThatThrownBy(() -> LookUpOptions.DEFAULTS.withLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is 0, expected at least 1");
    }

    @Test
    void aClosedOneSaysSo() {
        kb.close();
        kb.close();
        assertThatThrownBy(() -> kb.lookUp("cancer"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the knowledge base %s is closed".formatted(directory));
        assertThatThrownBy(kb::info).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kb.scan("cancer", ScanOptions.DEFAULTS)).isInstanceOf(IllegalStateException.class);
    }

    /** Threads that are at work when it is closed hear so, and nothing else happens. */
    @Test
    void closingUnderThreads() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        String text = "breast cancer and T-cell lymphoma with Crohn's disease. ".repeat(20);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<String>> ends = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ends.add(threads.submit(() -> {
                    try {
                        while (true) {
                            assertThat(kb.scan(text, ScanOptions.DEFAULTS)).hasSize(60);
                            answers.incrementAndGet();
                        }
                    } catch (IllegalStateException e) {
                        return e.getMessage();
                    }
                }));
            }
            while (answers.get() < 50) {
                Thread.onSpinWait();
            }
            kb.close();
            for (Future<String> end : ends) {
                assertThat(end.get()).isEqualTo("the knowledge base %s is closed".formatted(directory));
            }
        }
    }

    @Test
    void theStarterVocabularyIsBuiltIn() {
        try (KnowledgeBase first = KnowledgeBase.starter();
                KnowledgeBase second = KnowledgeBase.starter()) {
            first.verify();
            assertThat(first.directory()).isEqualTo(second.directory());
            assertThat(first.info().concepts()).isGreaterThan(300);
            assertThat(first.lookUp("High blood pressure").getFirst().preferredName())
                    .isEqualTo("hypertension");
        }
    }

    private List<String> surfaces(String text, ScanOptions options) {
        return kb.scan(text, options).stream()
                .map(match -> text.substring(match.begin(), match.end()))
                .toList();
    }
}
