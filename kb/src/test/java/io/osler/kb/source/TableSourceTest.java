package io.osler.kb.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSourceTest {
    private static final String QUOTES =
            "expected quotation marks in pairs around whole cells, none longer than 16,777,216 characters";

    @TempDir
    Path directory;

    private RecordedFacts read(String text) {
        return RecordedFacts.of(TableSource.of(RecordedFacts.file(directory, "own.csv", text)));
    }

    @Test
    void takesAllColumnsInAnyOrder() {
        RecordedFacts facts = read("""
                definition,Type,id,Extra,Name,parents,Synonyms,source,alt_ids
                "Hot, and
                ""high""\",problem|sign,A:1,x,fever,A:2|A:3,pyrexia| high temperature ||--,ward,B:1 | B:2
                ,,A:2,,"state, bodily",,,
                """);
        assertThat(facts.lines())
                .containsExactly(
                        "A:1 PREFERRED fever (ward)",
                        "A:1 EXACT pyrexia (ward)",
                        "A:1 EXACT high temperature (ward)",
                        "A:1 is problem",
                        "A:1 is sign",
                        "A:1 means Hot, and \"high\"",
                        "A:1 under A:2",
                        "A:1 under A:3",
                        "A:1 also B:1",
                        "A:1 also B:2",
                        "A:2 PREFERRED state, bodily (own)");
        assertThat(facts.report()).isEqualTo(new SourceReport("own", 2, 4, Map.of("name without letter or digit", 1L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", ";"})
    void toleratesWhatSpreadsheetsWrite(String separator) {
        RecordedFacts facts = read("\uFEFF\r\nID;Label;x\r\n\r\n1;one\r\n;;\r\n 2 ;6\" nail;y;z\r\n\"3\";\"three\""
                .replace(";", separator));
        assertThat(facts.lines())
                .containsExactly("1 PREFERRED one (own)", "2 PREFERRED 6\" nail (own)", "3 PREFERRED three (own)");
    }

    @Test
    void rowsOfOneIdAreOneConcept() {
        RecordedFacts facts = read("id,name,type\n1,one,a\n1,single,b\n1,,b\n");
        assertThat(facts.lines())
                .containsExactly("1 PREFERRED one (own)", "1 is a", "1 EXACT single (own)", "1 is b", "1 is b");
        assertThat(facts.report())
                .isEqualTo(new SourceReport("own", 1, 2, Map.of("duplicate id, merged", 2L, "empty name", 1L)));
    }

    @Test
    void anIdBeyondMeasureIsLeft() {
        RecordedFacts facts = read("id,name\n" + "x".repeat(1001) + ",one\n");
        assertThat(facts.report())
                .isEqualTo(new SourceReport("own", 0, 0, Map.of("id longer than 1,000 characters", 1L)));
    }

    @Test
    void aTableMayBeGivenANameAndTerms() {
        TableSource source = TableSource.of(RecordedFacts.file(directory, "own.csv", "id,name\n1,one"))
                .called("starter", "as you like");
        assertThat(RecordedFacts.of(source).lines()).containsExactly("1 PREFERRED one (starter)");
        assertThat(source.licenceNote()).contains("as you like");
        assertThat(source.name()).isEqualTo("starter");
    }

    @Test
    void namesThePlaceOfAMistake() {
        assertMistake(
                "id,name\n1,one\n,two\n",
                "3:1: found nothing in column 'id' of a row of 2 cells, expected a value; check what separates the columns");
        assertMistake(
                "id,title\n",
                "1:1: found the columns 'id, title', expected one named 'name' or 'label' or 'preferred name' or"
                        + " 'preferred label' or 'term'");
        assertMistake("", "1:1: found an empty file, expected a row of column names");
        assertMistake(
                "id,name\n1,one\n2,\"two\n3,three\n",
                "3: found in the row that begins here: Unclosed quoted field at end of input, " + QUOTES);
        assertMistake(
                "id,name\n1,\"o\n\"e\n",
                "2: found in the row that begins here: Unexpected character after closing quote: 'e' (0x65), "
                        + QUOTES);
    }

    private void assertMistake(String text, String message) {
        Path file = directory.resolve("own.csv");
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(KbException.class)
                .hasMessage("SOURCE_MALFORMED: " + file + ":" + message);
    }

    /** A quotation mark that opens by mistake swallows all lines after it. */
    @Test
    void aCellWithoutEndIsRefused() {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'a');
        block[0] = '\n';
        byte[][] parts = new byte[20][];
        Arrays.fill(parts, block);
        parts[0] = "id,name\n1,\"one".getBytes(StandardCharsets.UTF_8);
        TableSource source = TableSource.of(RecordedFacts.gz(directory, "long.csv.gz", parts));
        assertThatThrownBy(() -> RecordedFacts.of(source))
                .isInstanceOf(KbException.class)
                .hasMessageContaining(
                        "long.csv.gz:2: found in the row that begins here: The maximum buffer size of 16777216")
                .hasMessageEndingWith(QUOTES);
    }
}
