package io.osler.kb.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UmlsSourceTest {
    /** Concept, language, term status, string type, preferred or not, source, term type, text, suppressed or not. */
    private static final String ATOM = "%s|%s|%s|L1|%s|S1|%s|A1||||%s|%s|X|%s|0|%s|256|";

    @TempDir
    Path directory;

    @BeforeEach
    void writeNames() {
        write(
                "MRCONSO.RRF",
                ATOM.formatted("C9000001", "ENG", "P", "PF", "Y", "TOYA", "PT", "Toy fever", "N"),
                ATOM.formatted("C9000001", "ENG", "P", "VO", "Y", "TOYB", "SY", "fever \"toy", "N"),
                ATOM.formatted("C9000001", "ENG", "S", "PF", "Y", "TOYB", "LLT", "Ball fever", "N"),
                ATOM.formatted("C9000001", "ENG", "S", "PF", "N", "TOYB", "RT", "Play", "N"),
                ATOM.formatted("C9000001", "ENG", "S", "PF", "N", "TOYA", "OP", "Old toy fever", "O"),
                ATOM.formatted("C9000001", "ENG", "S", "PF", "N", "TOYA", "PM", "toy, fever", "Y"),
                ATOM.formatted("C9000001", "SPA", "P", "PF", "Y", "TOYSPA", "PT", "Fiebre de juguete", "N"),
                ATOM.formatted("C9000002", "ENG", "P", "PF", "Y", "TOYA", "PT", "Fever", "N"),
                ATOM.formatted("C9000003", "SPA", "P", "PF", "Y", "TOYSPA", "PT", "Fiebre", "N"));
    }

    private void write(String name, String... rows) {
        RecordedFacts.file(directory, name, String.join("\n", rows));
    }

    private RecordedFacts read(UmlsOptions options) {
        return RecordedFacts.of(UmlsSource.of(directory, options));
    }

    @Test
    void takesEnglishNamesThatAreNotSuppressed() {
        RecordedFacts facts = read(UmlsOptions.DEFAULT);
        assertThat(facts.lines())
                .containsExactly(
                        "C9000001 PREFERRED Toy fever (TOYA)",
                        "C9000001 EXACT fever \"toy (TOYB)",
                        "C9000001 NARROW Ball fever (TOYB)",
                        "C9000001 RELATED Play (TOYB)",
                        "C9000002 PREFERRED Fever (TOYA)");
        assertThat(facts.report())
                .isEqualTo(new SourceReport("umls", 2, 5, Map.of("language not asked for", 2L, "suppressed", 2L)));
    }

    @Test
    void filtersAreTheCallers() {
        assertThat(read(UmlsOptions.DEFAULT.withLanguages(Set.of("SPA"))).lines())
                .containsExactly("C9000001 PREFERRED Fiebre de juguete (TOYSPA)", "C9000003 PREFERRED Fiebre (TOYSPA)");
        assertThat(read(UmlsOptions.DEFAULT.withSuppressed(Set.of("O"))).lines())
                .contains("C9000001 EXACT toy, fever (TOYA)")
                .doesNotContain("C9000001 EXACT Old toy fever (TOYA)");
        RecordedFacts facts = read(UmlsOptions.DEFAULT.withSources(Set.of("TOYB")));
        assertThat(facts.lines()).hasSize(3).allMatch(line -> line.endsWith("(TOYB)"));
        assertThat(facts.report().left()).containsEntry("source not asked for", 2L);
        assertThatThrownBy(() -> UmlsOptions.DEFAULT.withLanguages(Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no language, expected at least one, such as ENG");
    }

    @Test
    void takesTypesDefinitionsAndParentsOfNamedConcepts() {
        write("MRSTY.RRF", "C9000001|T047|B2|Disease or Syndrome|AT1||", "C9000003|T184|A2|Sign or Symptom|AT2||");
        write(
                "MRDEF.RRF",
                "C9000001|A1|AT1||TOYA|A toy's fever.|N||",
                "C9000001|A1|AT2||TOYA|Once meant more.|O||",
                "C9000001|A9|AT3||TOYSPA|Fiebre de un juguete.|N||",
                "C9000003|A9|AT4||TOYA|Not named.|N||");
        write(
                "MRREL.RRF",
                "C9000001|A1|AUI|PAR|C9000002|A2|AUI|inverse_isa|R1||TOYA|TOYA|||N||",
                "C9000002|A2|AUI|CHD|C9000001|A1|AUI||R2||TOYA|TOYA|||N||",
                "C9000002|A2|AUI|RN|C9000001|A1|AUI|isa|R3||TOYA|TOYA|||N||",
                "C9000001|A1|AUI|RB|C9000002|A2|AUI|inverse_isa|R4||TOYA|TOYA|||N||",
                "C9000001|A1|AUI|RO|C9000002|A2|AUI|finding_site_of|R5||TOYA|TOYA|||N||",
                "C9000001|A1|AUI|PAR|C9000001|A2|AUI||R6||TOYA|TOYA|||N||",
                "C9000001|A1|AUI|PAR|C9000003|A2|AUI||R7||TOYA|TOYA|||N||",
                "C9000001|A1|AUI|PAR|C9000002|A2|AUI||R8||TOYA|TOYA|||O||");
        RecordedFacts facts = read(UmlsOptions.DEFAULT);
        assertThat(facts.lines().subList(5, facts.lines().size()))
                .containsExactly(
                        "C9000001 is T047",
                        "C9000001 means A toy's fever.",
                        "C9000001 under C9000002",
                        "C9000001 under C9000002",
                        "C9000001 under C9000002",
                        "C9000001 under C9000002");
        assertThat(facts.report().left())
                .isEqualTo(Map.of(
                        "language not asked for", 2L,
                        "suppressed", 2L,
                        "type: concept without a name taken", 1L,
                        "definition: suppressed", 1L,
                        "definition: source without a name taken", 1L,
                        "definition: concept without a name taken", 1L,
                        "relation: not to a parent", 1L,
                        "relation: within one concept", 1L,
                        "relation: concept without a name taken", 1L,
                        "relation: suppressed", 1L));
        assertThat(read(UmlsOptions.DEFAULT.withSources(Set.of("TOYB")))
                        .report()
                        .left())
                .containsEntry("relation: source not asked for", 6L);
    }

    @Test
    void retiredConceptsThatAreSynonymsAreAlternativeIds() {
        write(
                "MRCUI.RRF",
                "C9000007|2001AA|SY|||C9000001|Y|",
                "C9000008|2001AB|RO|||C9000001|Y|",
                "C9000009|2002AA|DEL|||||",
                "C9000010|2002AA|SY|||C9000007|N|");
        RecordedFacts facts = read(UmlsOptions.DEFAULT);
        assertThat(facts.lines().subList(5, facts.lines().size()))
                .containsExactly("C9000001 also C9000007", "C9000007 also C9000010");
        assertThat(facts.report().left()).containsEntry("retired concept: no synonym of another", 2L);
    }

    @Test
    void columnsAreThoseOfMrfilesWhereItIsThere() {
        write(
                "MRFILES.RRF",
                "MRCONSO.RRF|Names|SAB,STR,CUI,LAT,SUPPRESS,TS,STT,ISPREF,TTY,NEW|10|1|1|",
                "CHANGE/OTHER.RRF|Other|A,B|2|0|0|");
        write("MRCONSO.RRF", "TOYA|Toy fever|C9000001|ENG|N|P|PF|Y|PT|x|");
        assertThat(read(UmlsOptions.DEFAULT).lines()).containsExactly("C9000001 PREFERRED Toy fever (TOYA)");

        write("MRFILES.RRF", "MRCONSO.RRF|Names|SAB,CUI|2|1|1|");
        assertMistake(
                "MRCONSO.RRF",
                ":1:1: found the columns SAB,CUI, expected one named LAT in MRFILES.RRF",
                "found the columns SAB,CUI, expected one named");
        write("MRFILES.RRF", "MRCONSO.RRF|Names|SAB,STR,CUI|2|1|1|");
        assertMistake("MRFILES.RRF", ":1:4: found '2' columns, expected 3, as many as FMT names", "");
    }

    @Test
    void rowsAreWhole() {
        write("MRCONSO.RRF", "", "C9000001|ENG|P|", "");
        assertMistake("MRCONSO.RRF", ":2:4: found 3 columns, expected 18, each ending with '|': CUI,LAT,", "");
        String row = ATOM.formatted("C9000001", "ENG", "P", "PF", "Y", "TOYA", "PT", "Toy fever", "N");
        write("MRCONSO.RRF", row, row + "more|");
        assertMistake("MRCONSO.RRF", ":2:19: found 19 columns, expected 18", "");
        write("MRCONSO.RRF", row, row.substring(0, row.length() - 1));
        assertMistake("MRCONSO.RRF", ":2:18: found 17 whole columns and a rest without '|', expected 18", "");
        write("MRCONSO.RRF", row + "rest");
        assertMistake("MRCONSO.RRF", ":1:19: found 18 whole columns and a rest without '|', expected 18", "");
        write("MRCONSO.RRF", row.replace("C9000001", ""));
        assertMistake("MRCONSO.RRF", ":1:1: found no concept id, expected one, such as C0000039", "");
    }

    private void assertMistake(String file, String message, String alsoHolds) {
        assertThatThrownBy(() -> read(UmlsOptions.DEFAULT))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("SOURCE_MALFORMED: " + directory.resolve(file) + message)
                .hasMessageContaining(alsoHolds);
    }

    @Test
    void filesMayBeCompressedAndLieInMeta() throws IOException {
        Path meta = Files.createDirectory(directory.resolve("META"));
        RecordedFacts.gz(
                meta,
                "MRCONSO.RRF.gz",
                Files.readAllBytes(directory.resolve("MRCONSO.RRF")),
                "\n".getBytes(StandardCharsets.UTF_8));
        Files.delete(directory.resolve("MRCONSO.RRF"));
        assertThat(read(UmlsOptions.DEFAULT).report().names()).isEqualTo(5);
    }

    @Test
    void aDirectoryWithoutNamesIsNamed() throws IOException {
        Files.delete(directory.resolve("MRCONSO.RRF"));
        assertThatThrownBy(() -> read(UmlsOptions.DEFAULT))
                .hasMessage("SOURCE_UNKNOWN: " + directory
                        + ": no MRCONSO.RRF or MRCONSO.RRF.gz, expected the META directory of a UMLS release");
    }
}
