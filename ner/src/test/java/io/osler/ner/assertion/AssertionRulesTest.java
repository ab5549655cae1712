package io.osler.ner.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionRulesTest {
    @TempDir
    Path directory;

    private Path file(String rows) throws IOException {
        return Files.writeString(directory.resolve("rules.tsv"), rows.replace("->", "\t"));
    }

    private static Set<Modifier> said(AssertionRules rules, String note, String words, String type) {
        int begin = note.indexOf(words);
        return new Assertions(rules)
                .of(note, List.of(Mention.gold(begin, begin + words.length(), type)))
                .getFirst()
                .assertion()
                .orElseThrow()
                .modifiers();
    }

    @Test
    void ownPhrasesGoBeforeTheBuiltInOnes() throws IOException {
        AssertionRules rules = AssertionRules.extended(file("""
            # ours
            zilch->absent->Forward
            no->pseudo
            plorb|plorbed <number> times->historical->backward->3->test
            social history->section->someone_else
            """));
        assertThat(said(rules, "Zilch fever", "fever", "problem")).containsExactly(Modifier.ABSENT);
        assertThat(said(rules, "No fever", "fever", "problem")).isEmpty();
        assertThat(said(rules, "Denies fever", "fever", "problem")).containsExactly(Modifier.ABSENT);
        assertThat(said(rules, "fever plorbed 3 times", "fever", "problem")).containsExactly(Modifier.HISTORICAL);
        assertThat(said(rules, "fever plorbed 3 times", "fever", "test")).isEmpty();
        assertThat(said(rules, "fever of one two plorb 3 times", "fever", "problem"))
                .isEmpty();
        assertThat(said(rules, "SOCIAL HISTORY:\ngout", "gout", "problem")).containsExactly(Modifier.SOMEONE_ELSE);
        assertThat(said(AssertionRules.BUILT_IN, "Zilch fever, no cough", "cough", "problem"))
                .containsExactly(Modifier.ABSENT);
    }

    @Test
    void aFileMayStandAlone() throws IOException {
        AssertionRules rules = AssertionRules.only(file("kein|keine->absent->forward\naber->end->absent,possible\n"));
        assertThat(said(rules, "kein Fieber", "Fieber", "problem")).containsExactly(Modifier.ABSENT);
        assertThat(said(rules, "kein Fieber aber Husten", "Husten", "problem")).isEmpty();
        assertThat(said(rules, "no fever", "fever", "problem")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "no # has 1 columns, expected 2 to 5 with a tab between: phrase, value, ...",
                "no->absnet->forward # has the value 'absnet', expected one of absent, possible, conditional,"
                        + " hypothetical, someone_else, patient, historical, end, pseudo, section",
                "no->absent # has the direction '', expected one of forward, backward, both",
                "no->absent->forward->many # has the reach 'many', expected 1 to 1000 words, or nothing",
                "no->absent->forward->0 # has the reach '0', expected 1 to 1000 words, or nothing",
                "but->end->absent,most # has the modifier 'most', expected one of absent, possible, conditional,"
                        + " hypothetical, someone_else, patient, historical, all",
                "a| |b->absent->forward # has no phrase, or a bar without a word on both sides",
                "but->end->all->sideways # has the direction 'sideways', expected one of forward, backward, both",
                "no->absent->forward->1->test->x # has 6 columns, expected 2 to 5 with a tab between: phrase, value,"
                        + " ...",
            })
    void whatIsWrongIsToldWithItsLine(String row, String message) throws IOException {
        Path file = file("# first\n" + row + "\n");
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AssertionRules.extended(file))
                .withMessage("RULES_INVALID: %s, line 2: %s", file, message);
    }

    @Test
    void unreadableFilesAreTold() throws IOException {
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AssertionRules.extended(directory.resolve("none")))
                .withMessageStartingWith("INPUT_MISSING: ");
        Path latin = Files.write(directory.resolve("latin"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AssertionRules.only(latin))
                .withMessageStartingWith("INPUT_UNREADABLE: ");
    }

    @Test
    void oneModifierOfAnAxis() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Assertion(Set.of(Modifier.ABSENT, Modifier.POSSIBLE), "", List.of()))
                .withMessage("modifiers are [ABSENT, POSSIBLE], expected one of each axis");
    }
}
