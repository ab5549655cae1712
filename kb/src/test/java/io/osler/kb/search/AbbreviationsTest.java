package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbbreviationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "He has chronic kidney disease (CKD). | CKD | chronic kidney disease",
                "CKD (chronic kidney disease) was seen | CKD | chronic kidney disease",
                "with congestive heart failure ( CHF ) | CHF | congestive heart failure",
                "deep-vein thrombosis (DVT) | DVT | deep-vein thrombosis",
                "blood pressure (BP; measured twice) | BP | blood pressure",
                "his blood pressure (BP, sitting) | BP | blood pressure",
                "the beta-human chorionic gonadotropin (hCG) test | hCG | beta-human chorionic gonadotropin",
                "chronic kidney disease ((CKD))x( | CKD | chronic kidney disease",
                "alpha-1 antitrypsin (A1AT) | A1AT | alpha-1 antitrypsin",
                "tumor necrosis factor-alpha (TNF-α) | - | -",
                "magnetic resonance imaging (MRIs) | - | -",
                "a heat shock transcription factor (HSF) | HSF | heat shock transcription factor",
            })
    void definitions(String text, String shortForm, String longForm) {
        if (shortForm.equals("-")) {
            assertThat(Abbreviations.in(text)).isEmpty();
        } else {
            assertThat(Abbreviations.in(text)).singleElement().satisfies(found -> {
                assertThat(found.shortForm(text)).isEqualTo(shortForm);
                assertThat(found.longForm(text)).isEqualTo(longForm);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")(",
                "()",
                "( )",
                "nothing (at all to see here)",
                "(CKD)",
                "chronic kidney disease (CKD",
                "pain (3)",
                "CKD (CKD)",
                "the CKD clinic doctors (CKD)",
                "one two. Kidney (CKD)",
                "chronic kidney disease.\n\nIt (CKD)",
                "a (b)",
                "word (=a=)",
            })
    void noDefinitions(String text) {
        assertThat(Abbreviations.in(text)).isEmpty();
    }

    @Test
    void allOfThemFromLeftToRight() {
        String text = "atrial fibrillation (AF) and heart failure (HF)";
        assertThat(Abbreviations.in(text))
                .extracting(found -> found.shortForm(text))
                .containsExactly("AF", "HF");
    }

    @Test
    void anOpenParenthesisIsGivenUp() {
        assertThat(Abbreviations.in("chronic kidney disease (CKD" + " x".repeat(400) + ")"))
                .isEmpty();
    }
}
