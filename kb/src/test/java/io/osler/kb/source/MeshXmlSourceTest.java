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

class MeshXmlSourceTest {
    private static final String DESCRIPTORS = """
            <?xml version="1.0"?>
            <!DOCTYPE DescriptorRecordSet SYSTEM "file:///nowhere/toy.dtd">
            <DescriptorRecordSet LanguageCode = "eng">
            <DescriptorRecord DescriptorClass = "1">
              <DescriptorUI>D900002</DescriptorUI>
              <DescriptorName><String>Toy Fever</String></DescriptorName>
              <AllowableQualifiersList><AllowableQualifier><QualifierReferredTo><QualifierUI>Q1</QualifierUI>
                <QualifierName><String>not a name</String></QualifierName></QualifierReferredTo></AllowableQualifier>
              </AllowableQualifiersList>
              <TreeNumberList><TreeNumber>C23.888.119</TreeNumber><TreeNumber>F01.100</TreeNumber></TreeNumberList>
              <ConceptList>
                <Concept PreferredConceptYN="Y">
                  <ConceptUI>M1</ConceptUI>
                  <ConceptName><String>Toy Fever</String></ConceptName>
                  <ScopeNote>Heat &amp; play;
                    a toy.</ScopeNote>
                  <ConceptRelationList>
                    <ConceptRelation RelationName="NRW"><Concept1UI>M1</Concept1UI><Concept2UI>M2</Concept2UI></ConceptRelation>
                    <ConceptRelation RelationName="BRD"><Concept1UI>M1</Concept1UI><Concept2UI>M3</Concept2UI></ConceptRelation>
                    <ConceptRelation RelationName="REL"><Concept1UI>M1</Concept1UI><Concept2UI>M4</Concept2UI></ConceptRelation>
                  </ConceptRelationList>
                  <TermList>
                    <Term ConceptPreferredTermYN="Y"><TermUI>T1</TermUI><String>Toy Fever</String></Term>
                    <Term IsPermutedTermYN="Y"><TermUI>T1</TermUI><String>Fever, Toy</String><EntryVersion>X</EntryVersion></Term>
                  </TermList>
                </Concept>
                <Concept PreferredConceptYN="N"><ConceptUI>M2</ConceptUI>
                  <ScopeNote>Not the heading's.</ScopeNote>
                  <TermList><Term><String>Ball Fever</String></Term></TermList></Concept>
                <Concept PreferredConceptYN="N"><ConceptUI>M3</ConceptUI>
                  <TermList><Term><String>Play Disease</String></Term></TermList></Concept>
                <Concept PreferredConceptYN="N"><ConceptUI>M4</ConceptUI>
                  <TermList><Term><String>Play Fatigue</String></Term></TermList></Concept>
                <Concept PreferredConceptYN="N"><ConceptUI>M5</ConceptUI>
                  <TermList><Term><String>Doll Fever</String></Term></TermList></Concept>
              </ConceptList>
            </DescriptorRecord>
            <Remark>new</Remark>
            <DescriptorRecord>
              <DescriptorUI>D900001</DescriptorUI>
              <DescriptorName><String>Fever</String></DescriptorName>
              <TreeNumberList><TreeNumber>C23.888</TreeNumber></TreeNumberList>
            </DescriptorRecord>
            </DescriptorRecordSet>
            """;

    @TempDir
    Path directory;

    private RecordedFacts read(String text) {
        return RecordedFacts.of(MeshXmlSource.of(RecordedFacts.file(directory, "toy.xml", text)));
    }

    @Test
    void takesDescriptors() {
        RecordedFacts facts = read(DESCRIPTORS);
        assertThat(facts.lines())
                .containsExactly(
                        "D900002 PREFERRED Toy Fever (mesh)",
                        "D900002 EXACT Fever, Toy (mesh)",
                        "D900002 means Heat & play; a toy.",
                        "D900002 NARROW Ball Fever (mesh)",
                        "D900002 BROAD Play Disease (mesh)",
                        "D900002 RELATED Play Fatigue (mesh)",
                        "D900002 EXACT Doll Fever (mesh)",
                        "D900002 is Diseases",
                        "D900002 is Psychiatry and Psychology",
                        "D900001 PREFERRED Fever (mesh)",
                        "D900001 is Diseases",
                        "D900002 under D900001");
        assertThat(facts.report()).isEqualTo(new SourceReport("mesh", 2, 7, Map.of("<Remark> element", 1L)));
    }

    @Test
    void takesSupplementaryRecords() {
        RecordedFacts facts = read("""
                <SupplementalRecordSet><SupplementalRecord SCRClass="3">
                  <SupplementalRecordUI>C900001</SupplementalRecordUI>
                  <SupplementalRecordName><String>Toyoma</String></SupplementalRecordName>
                  <Note>Seen in toys.</Note>
                  <HeadingMappedToList>
                    <HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*D900002</DescriptorUI>
                      <DescriptorName><String>Toy Fever</String></DescriptorName></DescriptorReferredTo>
                      <QualifierReferredTo><QualifierUI>Q9</QualifierUI></QualifierReferredTo></HeadingMappedTo>
                    <HeadingMappedTo><DescriptorReferredTo><DescriptorUI>D900001</DescriptorUI></DescriptorReferredTo>
                    </HeadingMappedTo>
                  </HeadingMappedToList>
                  <ConceptList><Concept PreferredConceptYN="Y"><TermList>
                    <Term><String>Toyoma</String></Term><Term><String><![CDATA[Toy <tumor>]]></String></Term>
                  </TermList></Concept></ConceptList>
                </SupplementalRecord></SupplementalRecordSet>""");
        assertThat(facts.lines())
                .containsExactly(
                        "C900001 PREFERRED Toyoma (mesh)",
                        "C900001 EXACT Toy <tumor> (mesh)",
                        "C900001 means Seen in toys.",
                        "C900001 is Diseases",
                        "C900001 under D900002",
                        "C900001 under D900001");
    }

    /** MeSH has many more than the limits that guard against documents that blow up. */
    @Test
    void manyReferencesToXmlsOwnEntitiesAreFine() {
        StringBuilder records = new StringBuilder("<DescriptorRecordSet>");
        for (int i = 0; i < 3000; i++) {
            records.append("<DescriptorRecord><DescriptorUI>D9%05d</DescriptorUI><DescriptorName><String>".formatted(i))
                    .append("a&amp;b&lt;c&#233;".repeat(50))
                    .append("</String></DescriptorName></DescriptorRecord>");
        }
        RecordedFacts facts = read(records + "</DescriptorRecordSet>");
        assertThat(facts.report().concepts()).isEqualTo(3000);
        assertThat(facts.lines()).last().asString().endsWith("a&b<cé (mesh)");
    }

    @Test
    void nothingElsewhereIsRead() {
        Path secret = RecordedFacts.file(directory, "secret.txt", "secret");
        String text = """
                <!DOCTYPE DescriptorRecordSet [<!ENTITY file SYSTEM "%s">]>
                <DescriptorRecordSet><DescriptorRecord><DescriptorUI>D900001</DescriptorUI>
                <DescriptorName><String>a&file;b</String></DescriptorName></DescriptorRecord></DescriptorRecordSet>
                """.formatted(secret.toUri());
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("toy.xml:3:")
                .message()
                .doesNotContain("secret,");
    }

    @Test
    void entitiesThatMultiplyAreNotReplaced() {
        StringBuilder entities = new StringBuilder("<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            entities.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        assertThatThrownBy(
                        () -> read(
                                "<!DOCTYPE DescriptorRecordSet [" + entities + "]>\n<DescriptorRecordSet>"
                                        + "<DescriptorRecord><DescriptorUI>&a29;</DescriptorUI></DescriptorRecord></DescriptorRecordSet>"))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("SOURCE_MALFORMED")
                .hasMessageContaining("toy.xml:2:");
    }

    @Test
    void namesThePlaceOfAMistake() {
        Path file = directory.resolve("toy.xml");
        assertThatThrownBy(() -> read("<MedlineSet/>"))
                .hasMessage(
                        "SOURCE_MALFORMED: " + file
                                + ":1:14: found the element <MedlineSet>, expected <DescriptorRecordSet> or <SupplementalRecordSet>");
        assertThatThrownBy(() -> read("<DescriptorRecordSet>\n<DescriptorRecord></DescriptorRecord>"))
                .hasMessageContaining(file + ":2:19: found a record without an id, expected a <DescriptorUI>");
        assertThatThrownBy(() -> read(DESCRIPTORS.substring(0, DESCRIPTORS.indexOf("<Remark>"))))
                .isInstanceOf(KbException.class)
                .hasMessageContaining(file + ":")
                .hasMessageContaining("found broken XML: ")
                .hasMessageEndingWith("expected a whole XML document");
        assertThatThrownBy(() -> read(DESCRIPTORS.replace("<TreeNumber>F01.100", "<TreeNumber>odd")))
                .hasMessageContaining("found the tree number 'odd', expected one such as C04.588.180");
    }

    @Test
    void aTextWithoutEndIsRefused() {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'a');
        byte[][] parts = new byte[20][];
        Arrays.fill(parts, block);
        parts[0] = "<DescriptorRecordSet><DescriptorRecord><Note>".getBytes(StandardCharsets.UTF_8);
        MeshXmlSource source = MeshXmlSource.of(RecordedFacts.gz(directory, "long.xml.gz", parts));
        assertThatThrownBy(() -> RecordedFacts.of(source))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("found more than 16,777,216 characters without a tag");
    }
}
