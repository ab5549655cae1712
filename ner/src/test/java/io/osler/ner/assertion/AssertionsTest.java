package io.osler.ner.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invented sentences in which mentions stand as {@code [fever|absent]}, with {@code +} before "historical", no status for present. */
class AssertionsTest {
    private static final Assertions BUILT_IN = new Assertions(AssertionRules.BUILT_IN);
    private static final Pattern MENTION =
            Pattern.compile("\\[(?<words>[^]|]+)\\|(?<status>[^]+:]*)(?<past>\\+)?(?::(?<type>[a-z]+))?]");

    /** A note and what is expected of its mentions. */
    private record Marked(String note, List<Mention> mentions, List<String> expected) {
        static Marked of(String text) {
            StringBuilder note = new StringBuilder();
            List<Mention> mentions = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            Matcher mention = MENTION.matcher(text);
            int at = 0;
            while (mention.find()) {
                note.append(text, at, mention.start());
                int begin = note.length();
                note.append(mention.group("words"));
                String type = mention.group("type") == null ? "problem" : mention.group("type");
                mentions.add(new Mention(new TextSpan(begin, note.length()), type, 1));
                String status = mention.group("status").isEmpty() ? "present" : mention.group("status");
                expected.add(mention.group("words") + " " + status + (mention.group("past") == null ? "" : " +"));
                at = mention.end();
            }
            return new Marked(note.append(text.substring(at)).toString(), mentions, expected);
        }

        List<String> found(Assertions assertions) {
            return assertions.of(note, mentions).stream()
                    .map(mention -> mention.span().in(note) + " "
                            + mention.assertion().orElseThrow().status().words()
                            + (mention.assertion().orElseThrow().historical() ? " +" : ""))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "He has [fever|].",
                "No [fever|absent], [chills|absent] or [cough|absent].",
                "Denies [chest pain|absent] but has [dyspnea|].",
                "Denies [nausea|absent], [vomiting|absent], [diarrhea|absent]; [headache|] since Monday.",
                "She denied any [fever|absent] and reports a [cough|].",
                "Without [edema|absent].",
                "[edema|absent]: none",
                "Lungs clear, w/o [wheezes|absent], [rales|absent] or [rhonchi|absent].",
                "No evidence of [pneumonia|absent] on film.",
                "Negative for [blood|absent] and [protein|absent], positive for [ketones|].",
                "[Pulmonary embolism|absent] was ruled out.",
                "CT ruled out [appendicitis|absent].",
                "He was ruled out for [myocardial infarction|absent].",
                "[Masses|absent] are not seen.",
                "[fever|absent]: denied",
                "[Murphy sign|absent] negative.",
                "[Troponin|:test] negative.",
                "Patient does not have [diabetes|absent].",
                "Never had [seizures|absent].",
                "The [cough|] has no relation to [asthma|absent].",
                "No [acute distress|absent], however [tachypneic|].",
                "No [rash|absent] except for [hives|] on the arm.",
                "[no fever|absent] or [chills|absent]",
                "The patient declined [influenza vaccine|absent:treatment].",
                "No longer has [hematuria|absent].",
                "Abdomen without [tenderness|absent], has [bruising|].",
                "Neither [ascites|absent] nor [jaundice|absent].",
                "Inconsistent with [gout|absent].",
                "No [pain|absent] due to [arthritis|].",
                "No [focal deficit|absent]. [Ataxia|] noted.",
                "naïve 😀 pt, no [fever|absent] 😀, has [cough|]",
                "no\r\n [fever|absent]\nand [chills|absent]",
                "Patient doesn’t have [angina|absent].",
            })
    void denied(String text) {
        check(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No increase in [effusion|].",
                "No significant change in [nodule|].",
                "Not only [pneumonia|] but also [effusion|].",
                "Gram negative [bacteremia|].",
                "[gram-negative rods|] in blood, no [yeast|absent].",
                "[Non-small cell lung cancer|] stage II.",
                "Negative pressure [wound therapy|:treatment] started.",
                "The [headache|] has not improved with rest.",
                "He walks without difficulty despite [arthritis|].",
                "No relief of [pain|] from ice.",
                "A 75 year old man with [gout|].",
                "Compared to prior study, [effusion|] is larger.",
                "Prior to admission he had [syncope|].",
                "Take [ibuprofen|:treatment] if needed with food.",
                "History of present illness was limited by [delirium|].",
                "[Anxiety|] about the no-show fee.",
                "Lives with wife and has [COPD|].",
                "Mother reports [fever|] for two days.",
                "Per his wife, [confusion|] began at night.",
                "[confusion|] according to his daughter.",
                "An [echocardiogram|:test] was unchanged from last year.",
                "[pain|] is worse with movement",
                "4. [Gout|]: [statin intolerance|possible] is possible.",
            })
    void onlyLooksLikeACue(String text) {
        check(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Possible [pneumonia|possible].",
                "Findings suspicious for [malignancy|possible].",
                "Cannot rule out [pulmonary embolism|possible].",
                "Rule out [sepsis|possible].",
                "r/o [MI|possible]",
                "[DVT|possible] is not excluded.",
                "[ischemia|possible] cannot be ruled out.",
                "?[pneumonia|possible] on film",
                "Any [fever|]? [cough|] started Monday.",
                "[Pneumonia|possible] vs [atelectasis|possible].",
                "The rash may represent [eczema|possible].",
                "Concern for [abscess|possible], no [crepitus|absent].",
                "No [crepitus|absent], concern for [abscess|possible].",
                "[Fracture|possible] is unlikely.",
                "She was evaluated for [stroke|possible].",
                "Likely [viral syndrome|possible], but [dehydration|] is clear.",
                "[Stroke|possible] remains possible.",
                "Not certain whether [delirium|possible] contributed.",
            })
    void doubted(String text) {
        check(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Dyspnea|conditional] on exertion.",
                "Allergic to [penicillin|conditional:treatment].",
                "[chest pain|conditional] only when climbing stairs",
                "Return if [fever|hypothetical] or [vomiting|hypothetical].",
                "If [chest pain|hypothetical] recurs, call us.",
                "Call your doctor for [bleeding|hypothetical].",
                "Monitor for [hypotension|hypothetical].",
                "At risk for [falls|hypothetical].",
                "Acetaminophen as needed for [pain|hypothetical].",
                "Should she develop [rash|hypothetical], stop the drug.",
                "[DVT|hypothetical] prophylaxis.",
                "[nausea|] now, return if [jaundice|hypothetical] appears",
            })
    void underConditionsOrNotYet(String text) {
        check(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mother had [breast cancer|someone else].",
                "Family history of [diabetes|someone else].",
                "No family history of [colon cancer|someone else].",
                "[Diabetes|someone else] in his father.",
                "[stroke|someone else] (mother), [gout|]",
                "Sister with [lupus|someone else]; [asthma|] since childhood.",
                "Mother had [migraine|someone else], the patient has [tension headache|].",
                "FAMILY HISTORY:\n[Diabetes|someone else], [hypertension|someone else].",
                "FAMILY HISTORY:\nNo [cancer|someone else]. The patient himself has [asthma|].\n\nASSESSMENT:\n[Gout|].",
            })
    void somebodyElses(String text) {
        check(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "History of [stroke|+].",
                "h/o [gout|+], presents with [knee pain|].",
                "S/p [appendectomy|+:treatment].",
                "[MI|+] in 2015.",
                "[Pneumonia|+] 3 years ago.",
                "No history of [seizures|absent].",
                "Old [infarct|+].",
                "A woman with a history of [asthma|+] admitted with [wheezing|].",
                "Past medical history significant for [hypertension|+] and [gout|+].",
                "Her [rash|+] has resolved.",
                "Previous [stroke|+].",
                "PAST MEDICAL HISTORY:\n- [COPD|+]\n- no [diabetes|absent+]\n\nASSESSMENT:\n[COPD|] exacerbation",
                "Mother has a history of [stroke|someone else+].",
            })
    void ofThePast(String text) {
        check(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Return if you have:\n- [chest pain|hypothetical]\n- [fever|hypothetical] or [chills|hypothetical]\n\nHe has [gout|].",
                "Allergies: [sulfa|conditional:treatment]",
                "PERTINENT NEGATIVES:\n[fever|absent], [cough|absent]",
                "DIFFERENTIAL DIAGNOSIS:\n1. [Gout|possible]\n2. no [fracture|absent]",
                "Impression: [sepsis|]. Plan: rule out [meningitis|possible].",
            })
    void sectionsAndLists(String text) {
        check(text);
    }

    private static void check(String text) {
        Marked marked = Marked.of(text);
        assertThat(marked.expected()).isNotEmpty();
        assertThat(marked.found(BUILT_IN)).isEqualTo(marked.expected());
    }

    @Test
    void sectionAndCuesAreTold() {
        Marked marked = Marked.of("FAMILY HISTORY:\nNO  evidence of [gout|someone else], [asthma|someone else].");
        assertThat(BUILT_IN.of(marked.note(), marked.mentions())).allSatisfy(mention -> {
            Assertion assertion = mention.assertion().orElseThrow();
            assertThat(assertion.section()).isEqualTo("family history");
            assertThat(assertion.cues()).containsExactly("no evidence of", "section");
            assertThat(assertion.negated()).isTrue();
        });
    }

    @Test
    void whatElseAMentionHasStays() {
        Mention mention = Mention.gold(3, 8, "problem");
        assertThat(BUILT_IN.of("No fever", List.of(mention)))
                .containsExactly(mention.withAssertion(new Assertion(Set.of(Modifier.ABSENT), "", List.of("no"))));
        assertThat(BUILT_IN.of("", List.of())).isEmpty();
    }

    static Stream<String> endless() {
        return Stream.of(
                "no ".repeat(100_000) + "fever",
                "mother ".repeat(50_000) + "fever",
                "not ruled ".repeat(50_000) + "fever",
                "fever, ".repeat(50_000) + "was ruled out");
    }

    /** A second is a thousand times what it takes. */
    @ParameterizedTest
    @MethodSource("endless")
    void longTextsTakeNoLonger(String note) {
        List<Mention> mentions = Pattern.compile("fever")
                .matcher(note)
                .results()
                .map(found -> Mention.gold(found.start(), found.end(), "problem"))
                .toList();
        long begin = System.nanoTime();
        assertThat(BUILT_IN.of(note, mentions)).hasSameSizeAs(mentions);
        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
    }
}
