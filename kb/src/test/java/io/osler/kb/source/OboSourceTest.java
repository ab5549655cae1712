package io.osler.kb.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OboSourceTest {
    @TempDir
    Path directory;

    private RecordedFacts read(String text) {
        return RecordedFacts.of(OboSource.of(RecordedFacts.file(directory, "toy.obo", text)));
    }

    @Test
    void takesWhatATermStates() {
        RecordedFacts facts = read("""
                format-version: 1.2
                default-namespace: toy_disease
                ontology: toy

                [Term]
                id: TOY:1
                name: blue fever
                def: "A fever that is blue." [url:http\\://example.org/a, TOY:x "note"] {comment="seen"}
                synonym: "azure fever" EXACT []
                synonym: "BF" EXACT OMO:0003012 [TOY:x]
                synonym: "tint" BROAD [] {source="x"}
                synonym: "deep blue fever" NARROW []
                synonym: "blues" RELATED []
                subset: toy_slim
                xref: OTHER:7
                is_a: TOY:2 {source="TOY:x"} ! fever
                is_a: TOY:3

                [Term]
                id: TOY:2
                name: fever
                namespace: toy_sign
                """);
        assertThat(facts.lines())
                .containsExactly(
                        "TOY:1 PREFERRED blue fever (toy)",
                        "TOY:1 EXACT azure fever (toy)",
                        "TOY:1 EXACT BF (toy)",
                        "TOY:1 BROAD tint (toy)",
                        "TOY:1 NARROW deep blue fever (toy)",
                        "TOY:1 RELATED blues (toy)",
                        "TOY:1 is toy_disease",
                        "TOY:1 means A fever that is blue.",
                        "TOY:1 under TOY:2",
                        "TOY:1 under TOY:3",
                        "TOY:2 PREFERRED fever (toy)",
                        "TOY:2 is toy_sign");
        assertThat(facts.report()).isEqualTo(new SourceReport("toy", 2, 7, Map.of()));
    }

    @Test
    void undoesEscapesAndKeepsSignsThatAreNone() {
        RecordedFacts facts = read("""
                [Term]
                id: TOY\\:1
                name: 1-{[2-oxo]ethyl}\\{a\\} what! {source="x"} ! a comment
                def: "Says \\"no\\",\\nthen \\\\ and\\tgoes\\Won." []
                synonym: "a \\"quoted\\" name ! with signs {x}" EXACT [] ! outside
                """);
        assertThat(facts.lines())
                .contains(
                        "TOY:1 PREFERRED 1-{[2-oxo]ethyl}{a} what! (toy)",
                        "TOY:1 EXACT a \"quoted\" name ! with signs {x} (toy)",
                        "TOY:1 means Says \"no\", then \\ and goes on.");
    }

    @Test
    void toleratesWhatWritersDo() {
        String text = """
                \uFEFF! a comment first
                format-version: 1.4
                unknown-tag: x

                [Term] ! a head
                id: TOY:1 ! id
                \s
                synonym: "no scope" []
                synonym: "bare"
                exact_synonym: "old tag" []
                name: cut \\
                in two
                name: second name
                some_tag: {anything
                is_obsolete: false
                replaced_by: TOY:9""";
        RecordedFacts facts = read(text.replace("\n", "\r\n"));
        assertThat(facts.lines())
                .containsExactly(
                        "TOY:1 PREFERRED cut in two (toy)",
                        "TOY:1 RELATED no scope (toy)",
                        "TOY:1 RELATED bare (toy)",
                        "TOY:1 EXACT old tag (toy)",
                        "TOY:1 EXACT second name (toy)",
                        "TOY:1 is toy");
    }

    @Test
    void countsWhatItLeaves() {
        RecordedFacts facts = read("""
                ontology: toy
                import: other.obo
                [Term]
                id: TOY:1
                name: old
                synonym: "older" EXACT []
                is_obsolete: true
                consider: TOY:3

                [Term]
                id: TOY:2
                [Term]
                id: TOY:3
                name: kept
                synonym: "--" EXACT []
                synonym: " " EXACT []
                [Term]
                id: TOY:3
                name: kept again
                [Typedef]
                id: part_of
                name: part of
                """);
        assertThat(facts.report().concepts()).isEqualTo(1);
        assertThat(facts.report().names()).isEqualTo(2);
        assertThat(facts.report().left())
                .isEqualTo(Map.of(
                        "import not followed", 1L,
                        "obsolete", 1L,
                        "synonym under: obsolete", 1L,
                        "term without a name", 1L,
                        "name without letter or digit", 1L,
                        "empty name", 1L,
                        "duplicate id, merged", 1L,
                        "[Typedef] stanza", 1L));
    }

    @Test
    void alternativeIdsAreTheTermsAndThoseOfWhatItReplaces() {
        RecordedFacts facts = read("""
                [Term]
                id: TOY:1
                name: kept
                alt_id: TOY:11 ! once
                alt_id: TOY:12
                alt_id: TOY:1
                [Term]
                id: TOY:2
                name: old
                alt_id: TOY:21
                is_obsolete: true
                replaced_by: TOY:1 {source="x"}
                replaced_by: TOY:3
                """);
        assertThat(facts.lines())
                .containsExactly(
                        "TOY:1 PREFERRED kept (toy)",
                        "TOY:1 is toy",
                        "TOY:1 also TOY:11",
                        "TOY:1 also TOY:12",
                        "TOY:1 also TOY:2",
                        "TOY:1 also TOY:21",
                        "TOY:3 also TOY:2",
                        "TOY:3 also TOY:21");
        assertThat(facts.report().left()).isEqualTo(Map.of("obsolete", 1L));
    }

    @Test
    void takesOnlySubsetsAskedFor() {
        Path file = RecordedFacts.file(directory, "toy.obo", """
                [Term]
                id: TOY:1
                name: one
                subset: small
                [Term]
                id: TOY:2
                name: two
                subset: large
                """);
        RecordedFacts facts = RecordedFacts.of(OboSource.of(file).onlySubsets(Set.of("small")));
        assertThat(facts.lines()).containsExactly("TOY:1 PREFERRED one (toy)", "TOY:1 is toy");
        assertThat(facts.report().left()).containsOnly(Map.entry("not in the subsets asked for", 1L));
    }

    @Test
    void nameAndLicenceComeFromTheHeader() {
        OboSource stated = OboSource.of(RecordedFacts.file(directory, "a.obo", """
                data-version: releases/1
                ontology: toy/subsets/TOY_slim
                remark: Saved on a Monday.
                remark: Licensed under a made-up licence.
                property_value: http://purl.org/dc/terms/license "https://example.org/by" xsd:string
                """));
        assertThat(stated.name()).isEqualTo("TOY_slim");
        assertThat(stated.licenceNote())
                .contains("Licensed under a made-up licence.; https://example.org/by; version releases/1");
        assertThat(OboSource.of(RecordedFacts.file(directory, "b.obo", "ontology: hp/imports/chebi_import"))
                        .licenceNote())
                .contains("ChEBI, CC BY 4.0");
        OboSource silent = OboSource.of(RecordedFacts.file(directory, "c.obo", "[Term]\nid: X:1\nname: x"));
        assertThat(silent.name()).isEqualTo("c");
        assertThat(silent.licenceNote()).isEmpty();
    }

    @Test
    void readsTwiceAndFromGzip() {
        OboSource source = OboSource.of(RecordedFacts.gz(
                directory, "toy.obo.gz", "[Term]\nid: TOY:1\nname: naïve".getBytes(StandardCharsets.UTF_8)));
        assertThat(RecordedFacts.of(source).lines())
                .isEqualTo(RecordedFacts.of(source).lines());
        assertThat(RecordedFacts.of(source).lines()).first().isEqualTo("TOY:1 PREFERRED naïve (toy)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "no colon here; 4:1: found 'no colon here', expected 'tag: value', a '[Stanza]' or a '! comment'",
                "def: unquoted; 4:6: found 'unquoted', expected a quoted text after 'def:'",
                "synonym: \"open EXACT []; 4:10: found a quotation mark that is never closed, expected its end on this line",
                "synonym: \"x\" EXAKT []; 4:13: found the scope 'EXAKT', expected EXACT, NARROW, BROAD, RELATED or none",
                "is_obsolete: perhaps; 4:21: found 'perhaps', expected true or false",
                "is_a: ! nothing; 4:6: found nothing after 'is_a:', expected a value",
                "[Term; 4:1: found '[Term', expected a stanza's head such as '[Term]'"
            })
    void namesThePlaceOfAMistake(String line, String message) {
        Path file = RecordedFacts.file(directory, "toy.obo", "[Term]\nid: TOY:1\nname: x\n" + line + "\n");
        assertThatThrownBy(() -> RecordedFacts.of(OboSource.of(file)))
                .isInstanceOf(KbException.class)
                .hasMessage("SOURCE_MALFORMED: " + file + ":" + message.strip());
    }

    @Test
    void aTermNeedsAnId() {
        assertThatThrownBy(() -> read("format-version: 1.2\n[Term]\nname: x\n"))
                .isInstanceOf(KbException.class)
                .hasMessageEndingWith("toy.obo:2:1: found a [Term] without an 'id:', expected one");
    }
}
