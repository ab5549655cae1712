package io.osler.kb.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '`',
            value = {
                "! exported$format-version: 1.2=OBO",
                "$[Term]$id: X:1=OBO",
                "ontology: x$$[Term]$id: X:1=OBO",
                "  {$ \"graphs\" : []}=OBO_GRAPHS",
                "<?xml?><!DOCTYPE a><DescriptorRecordSet>=MESH_XML",
                "<SupplementalRecordSet>=MESH_XML",
                "D000001~Toys~=MESH_TABLE",
                "mesh_id~mesh_name~in_hsdn=MESH_TABLE",
                "DrugBank ID,Accession Numbers,Common name=DRUGBANK",
                "HGNC ID~Approved Symbol~Status=HGNC",
                "hgnc_id~symbol~name=HGNC",
                "text~curie~name~predicate=BIOLEXICA",
                "id~label~subClassOf=TABLE",
                "name,definition,id=TABLE",
                "id;name=TABLE",
            })
    void recognisesFormatsByTheirContent(String text, SourceFormat format) {
        byte[] bytes = text.replace('~', '\t').replace('$', '\n').getBytes(StandardCharsets.UTF_8);
        assertThat(Sources.recognise(RecordedFacts.file(directory, "file", bytes)))
                .isEqualTo(format);
        assertThat(Sources.recognise(RecordedFacts.gz(directory, "file.gz", bytes)))
                .isEqualTo(format);
    }

    @Test
    void recognisesUmlsByItsFiles() throws IOException {
        Path names = RecordedFacts.file(directory, "MRCONSO.RRF", "");
        assertThat(Sources.recognise(directory)).isEqualTo(SourceFormat.UMLS);
        assertThat(Sources.recognise(names)).isEqualTo(SourceFormat.UMLS);
        assertThat(RecordedFacts.of(Sources.open(names)).report().source()).isEqualTo("umls");
        Path meta = Files.createDirectories(directory.resolve("release/META"));
        Files.move(names, meta.resolve("MRCONSO.RRF"));
        assertThat(Sources.recognise(meta.getParent())).isEqualTo(SourceFormat.UMLS);
    }

    @Test
    void aFormatMayBeSaid() {
        Path file = RecordedFacts.file(directory, "plain", "id,name\n1,one");
        assertThat(Sources.open("TABLE:" + file)).isInstanceOf(TableSource.class);
        assertThat(Sources.open(file.toString())).isInstanceOf(TableSource.class);
        assertThat(Sources.open("mesh-tsv:" + file)).isInstanceOf(MeshTableSource.class);
        Path withColon = RecordedFacts.file(directory, "a:b", "id,name\n1,one");
        assertThat(Sources.open(withColon.toString())).isInstanceOf(TableSource.class);
    }

    @Test
    void labelsAreDistinctAndFound() {
        for (SourceFormat format : SourceFormat.values()) {
            assertThat(SourceFormat.ofLabel(format.label())).contains(format);
        }
        assertThat(SourceFormat.ofLabel("owl")).isEmpty();
    }

    @Test
    void whatIsUnknownIsRefusedWithAllFormats() {
        Path file = RecordedFacts.file(directory, "notes.txt", "Some words\nand more");
        assertUnknown(
                        file.toString(),
                        file + ": found a first line 'Some words', expected one of obo (OBO 1.0 to 1.4),")
                .hasMessageEndingWith("; or say which it is, FORMAT:PATH, such as table:notes.txt");
        assertUnknown(
                "owl:" + file, "owl:" + file + ": found the format 'owl', expected one of obo (OBO 1.0 to 1.4), ");
        assertUnknown(directory.toString(), directory + ": found a directory without MRCONSO.RRF, expected one file");
        Path empty = RecordedFacts.file(directory, "empty", " \n");
        assertUnknown(empty.toString(), empty + ": found nothing in it, expected one of ");
        Path json = RecordedFacts.file(directory, "other.json", "{\"a\": 1}");
        assertUnknown(json.toString(), json + ": found a first line '{\"a\": 1}'");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertUnknown(String spec, String message) {
        return assertThatThrownBy(() -> Sources.open(spec))
                .isInstanceOfSatisfying(
                        KbException.class, e -> assertThat(e.code()).isEqualTo(KbException.Code.SOURCE_UNKNOWN))
                .hasMessageStartingWith("SOURCE_UNKNOWN: " + message);
    }

    @Test
    void aMissingFileIsNamed() {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> Sources.open(none.toString()))
                .hasMessage("IO: " + none + ": no such file or directory");
        assertThatThrownBy(() -> Sources.open("obo:" + none)).hasMessage("IO: " + none + ": no such file or directory");
    }
}
