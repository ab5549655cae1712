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
import org.junit.jupiter.params.provider.CsvSource;

class OboGraphsSourceTest {
    private static final String TOY = """
            { "meta": {"unknown": [1, {"a": 2}]},
              "graphs": [ {
              "id": "http://purl.obolibrary.org/obo/toy.json",
              "meta": {
                "version": "http://example.org/toy/1",
                "basicPropertyValues": [
                  {"pred": "http://purl.org/dc/terms/license", "val": "https://example.org/licence"},
                  {"pred": "http://www.geneontology.org/formats/oboInOwl#default-namespace", "val": "toy_sign"} ] },
              "nodes": [
                { "id": "http://purl.obolibrary.org/obo/TOY_0000001", "lbl": "blue fever", "type": "CLASS",
                  "meta": {
                    "definition": {"val": "A fever\\nthat is blue.", "xrefs": ["X:1"]},
                    "comments": ["none"],
                    "synonyms": [
                      {"pred": "hasExactSynonym", "val": "azure fever", "synonymType": "http://example.org#layperson"},
                      {"pred": "hasNarrowSynonym", "val": "deep blue fever"},
                      {"pred": "http://www.geneontology.org/formats/oboInOwl#hasBroadSynonym", "val": "tint"},
                      {"pred": "hasRelatedSynonym", "val": "--"},
                      {"val": "blues"} ],
                    "basicPropertyValues": [
                      {"pred": "http://www.geneontology.org/formats/oboInOwl#hasAlternativeId", "val": "TOY:9"} ] } },
                { "id": "http://example.org/fever", "lbl": "fever", "type": "CLASS",
                  "meta": {"basicPropertyValues": [
                    {"pred": "http://www.geneontology.org/formats/oboInOwl#hasOBONamespace", "val": "other"} ] } },
                { "id": "http://purl.obolibrary.org/obo/TOY_0000003", "type": "CLASS" },
                { "id": "http://purl.obolibrary.org/obo/TOY_0000004", "lbl": "old", "type": "CLASS",
                  "meta": {"deprecated": true, "synonyms": [{"pred": "hasExactSynonym", "val": "older"}],
                    "basicPropertyValues": [
                      {"pred": "http://www.geneontology.org/formats/oboInOwl#hasAlternativeId", "val": "TOY:8"},
                      {"pred": "http://purl.obolibrary.org/obo/IAO_0100001",
                       "val": "http://purl.obolibrary.org/obo/TOY_0000001"} ] } },
                { "id": "http://purl.obolibrary.org/obo/RO_1", "lbl": "part of", "type": "PROPERTY" },
                { "id": "http://purl.obolibrary.org/obo/RO_2", "lbl": "stray" } ],
              "edges": [
                {"sub": "http://purl.obolibrary.org/obo/TOY_0000001", "pred": "is_a", "obj": "http://example.org/fever"},
                {"sub": "TOY:1", "pred": "part_of", "obj": "TOY:2"},
                {"sub": "TOY:1", "pred": "http://www.w3.org/2000/01/rdf-schema#subClassOf", "obj": "TOY:2"} ],
              "logicalDefinitionAxioms": [ {"genusIds": []} ] } ] }
            """;

    @TempDir
    Path directory;

    private OboGraphsSource source(String text) {
        return OboGraphsSource.of(RecordedFacts.file(directory, "toy.json", text));
    }

    @Test
    void takesClassesAndTheirParents() {
        RecordedFacts facts = RecordedFacts.of(source(TOY));
        assertThat(facts.lines())
                .containsExactly(
                        "TOY:0000001 PREFERRED blue fever (toy)",
                        "TOY:0000001 EXACT azure fever (toy)",
                        "TOY:0000001 NARROW deep blue fever (toy)",
                        "TOY:0000001 BROAD tint (toy)",
                        "TOY:0000001 RELATED blues (toy)",
                        "TOY:0000001 is toy_sign",
                        "TOY:0000001 means A fever that is blue.",
                        "TOY:0000001 also TOY:9",
                        "http://example.org/fever PREFERRED fever (toy)",
                        "http://example.org/fever is other",
                        "TOY:0000001 also TOY:0000004",
                        "TOY:0000001 also TOY:8",
                        "TOY:0000001 under http://example.org/fever",
                        "TOY:1 under TOY:2");
        assertThat(facts.report())
                .isEqualTo(new SourceReport(
                        "toy",
                        2,
                        6,
                        Map.of(
                                "name without letter or digit", 1L,
                                "term without a name", 1L,
                                "obsolete", 1L,
                                "synonym under: obsolete", 1L,
                                "property", 1L,
                                "node of no type", 1L)));
    }

    @Test
    void nameAndLicenceComeFromTheGraph() {
        assertThat(source(TOY).name()).isEqualTo("toy");
        assertThat(source(TOY).licenceNote()).contains("https://example.org/licence; version http://example.org/toy/1");
    }

    @Test
    void typesAreTheOntologyWhereNothingSaysMore() {
        assertThat(RecordedFacts.of(source("""
                        {"graphs": [{"id": "http://purl.obolibrary.org/obo/hp.owl", "meta": null, "nodes": [
                          {"id": "HP:1", "lbl": "sign", "type": "CLASS", "meta": null}], "edges": []}]}""")).lines()).containsExactly("HP:1 PREFERRED sign (hp)", "HP:1 is hp");
    }

    @Test
    void readsSeveralGraphsEachWithItsOwnNamespace() {
        String graph = """
                {"id": "http://example.org/%s", "nodes": [{"id": "%s", "lbl": "x", "type": "CLASS"}]}""";
        RecordedFacts facts = RecordedFacts.of(
                source("{\"graphs\": [" + graph.formatted("one", "A:1") + "," + graph.formatted("two", "A:1") + "]}"));
        assertThat(facts.lines()).contains("A:1 is one", "A:1 is two");
        assertThat(facts.report().left()).containsOnly(Map.entry("duplicate id, merged", 1L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[1]; 1:1: found START_ARRAY, expected an object with \"graphs\"",
                "{\"graph\": []}; 1:13: found no \"graphs\", expected an object with \"graphs\"",
                "{\"graphs\": 3}; 1:12: found VALUE_NUMBER_INT, expected an array of graphs",
                "{\"graphs\": [3]}; 1:13: found VALUE_NUMBER_INT, expected graphs, each an object",
                "{\"graphs\": [{\"nodes\": {}}]}; 1:23: found START_OBJECT, expected an array of nodes",
                "{\"graphs\": [{\"edges\": {}}]}; 1:23: found START_OBJECT, expected an array of edges",
                "{\"graphs\": [{\"nodes\": [{\"lbl\": \"x\"}]}]}; 1:35: found a node without an \"id\", expected one",
            })
    void namesThePlaceOfAMistake(String text, String message) {
        Path file = directory.resolve("toy.json");
        assertThatThrownBy(() -> RecordedFacts.of(source(text)))
                .isInstanceOf(KbException.class)
                .hasMessage("SOURCE_MALFORMED: " + file + ":" + message.strip());
    }

    @Test
    void aFileThatBreaksOffIsNamed() {
        String half = TOY.substring(0, TOY.indexOf("deep blue"));
        assertThatThrownBy(() -> RecordedFacts.of(source(half)))
                .isInstanceOfSatisfying(
                        KbException.class, e -> assertThat(e.place()).contains("toy.json:16:"))
                .hasMessageContaining("found broken JSON: ")
                .hasMessageEndingWith("expected OBO Graphs JSON");
    }

    @Test
    void aNodeOfAnotherShapeIsNamed() {
        assertThatThrownBy(() -> RecordedFacts.of(source("""
                        {"graphs": [{"nodes": [
                          {"id": "A:1", "lbl": {"no": "text"}, "type": "CLASS"}]}]}""")))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("toy.json:2:");
    }

    @Test
    void bytesThatAreNotUtf8AreNamed() {
        byte[] latin = TOY.replace("azure", "azur\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        OboGraphsSource source = OboGraphsSource.of(RecordedFacts.file(directory, "latin.json", latin));
        assertThatThrownBy(() -> RecordedFacts.of(source))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("latin.json:15:")
                .hasMessageContaining("found bytes that are not UTF-8 (e9)");
    }

    @Test
    void aTextWithoutEndIsRefused() {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'a');
        byte[][] parts = new byte[20][];
        Arrays.fill(parts, block);
        parts[0] = "{\"graphs\": [{\"nodes\": [{\"id\": \"A:1\", \"lbl\": \"".getBytes(StandardCharsets.UTF_8);
        OboGraphsSource source = OboGraphsSource.of(RecordedFacts.gz(directory, "long.json.gz", parts));
        assertThatThrownBy(() -> RecordedFacts.of(source))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("long.json.gz:1:")
                .hasMessageContaining("exceeds the maximum allowed (16777216");
    }
}
