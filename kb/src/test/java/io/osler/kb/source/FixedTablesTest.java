package io.osler.kb.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose columns a publisher fixed: DrugBank, HGNC, Biolexica, MeSH. */
class FixedTablesTest {
    @TempDir
    Path directory;

    private Path file(String text) {
        return RecordedFacts.file(directory, "toy.tsv", text);
    }

    @Test
    void drugBankGivesCommonNamesAndSynonyms() {
        RecordedFacts facts = RecordedFacts.of(DrugBankSource.of(file("""
                DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key
                DB90001,X1 | X2,Toymab,1-2-3,ABC,"[Toy1, Toy2]-mab | Toymabum | -",KEY
                DB90002,,Nothingol,,,,
                """)));
        assertThat(facts.lines())
                .containsExactly(
                        "DB90001 PREFERRED Toymab (drugbank)",
                        "DB90001 EXACT [Toy1, Toy2]-mab (drugbank)",
                        "DB90001 EXACT Toymabum (drugbank)",
                        "DB90001 is drug",
                        "DB90001 also X1",
                        "DB90001 also X2",
                        "DB90002 PREFERRED Nothingol (drugbank)",
                        "DB90002 is drug");
        assertThat(facts.report())
                .isEqualTo(new SourceReport("drugbank", 2, 4, Map.of("name without letter or digit", 1L)));
    }

    @Test
    void hgncCustomDownloadGivesApprovedGenes() {
        RecordedFacts facts = RecordedFacts.of(HgncSource.of(file("""
                HGNC ID\tApproved Symbol\tApproved Name\tStatus\tSynonyms\tPrevious names
                HGNC:90001\tTOY1\ttoy gene, 5'\tApproved\tTY, "ODD, T1\t"toy, first", "toy ""one""\"
                HGNC:90002\tOLD~withdrawn\tsymbol withdrawn, see TOY1\tSymbol Withdrawn\t\t
                HGNC:90003\tGONE~withdrawn\tentry withdrawn\tEntry Withdrawn
                """)));
        assertThat(facts.lines())
                .containsExactly(
                        "HGNC:90001 PREFERRED TOY1 (hgnc)",
                        "HGNC:90001 EXACT toy gene, 5' (hgnc)",
                        "HGNC:90001 EXACT TY (hgnc)",
                        "HGNC:90001 EXACT \"ODD (hgnc)",
                        "HGNC:90001 EXACT T1 (hgnc)",
                        "HGNC:90001 EXACT toy, first (hgnc)",
                        "HGNC:90001 EXACT toy \"one\" (hgnc)",
                        "HGNC:90001 is gene");
        assertThat(facts.report())
                .isEqualTo(new SourceReport("hgnc", 1, 7, Map.of("symbol withdrawn", 1L, "entry withdrawn", 1L)));
    }

    @Test
    void hgncCompleteSetSeparatesByBars() {
        assertThat(RecordedFacts.of(HgncSource.of(file("""
                        hgnc_id\tsymbol\tname\tlocus_group\tstatus\talias_symbol\talias_name\tprev_symbol
                        HGNC:90001\tTOY1\ttoy gene\tother\tApproved\t"TY|T1"\t"toy, first|toy second"\tOLD
                        """))).lines())
                .contains(
                        "HGNC:90001 EXACT T1 (hgnc)",
                        "HGNC:90001 EXACT toy, first (hgnc)",
                        "HGNC:90001 EXACT toy second (hgnc)",
                        "HGNC:90001 EXACT OLD (hgnc)");
    }

    @Test
    void biolexicaKeepsTheOntologyThatStatesAName() {
        BiolexicaSource source = BiolexicaSource.of(RecordedFacts.file(directory, "toys.ssslm.tsv", """
                text\tcurie\tname\tpredicate\ttype\tprovenance\tcontributor\tdate\tlanguage\tcomment\tsource
                blue fever\tdoid:900\tblue fever\trdfs:label\t\t\t\t\t\t\tdoid
                Fever, blue\tdoid:900\tblue fever\trdfs:label\t\t\t\t\ten\t\tmondo
                "azure" fever\tdoid:900\tblue fever\toboInOwl:hasExactSynonym\t\t\t\t\t\t\tmondo
                tint\tdoid:900\tblue fever\toboInOwl:hasBroadSynonym
                deep\tdoid:900\tblue fever\toboInOwl:hasNarrowSynonym\t\t\t\t\t\t\thp
                blues\tdoid:900\tblue fever\toboInOwl:hasRelatedSynonym\t\t\t\t\t\t\thp
                blaues Fieber\tdoid:900\tblue fever\toboInOwl:hasExactSynonym\t\t\t\t\tde\t\thp
                """));
        RecordedFacts facts = RecordedFacts.of(source);
        assertThat(facts.lines())
                .containsExactly(
                        "DOID:900 PREFERRED blue fever (doid)",
                        "DOID:900 EXACT Fever, blue (mondo)",
                        "DOID:900 EXACT \"azure\" fever (mondo)",
                        "DOID:900 BROAD tint (toys)",
                        "DOID:900 NARROW deep (hp)",
                        "DOID:900 RELATED blues (hp)");
        assertThat(facts.report()).isEqualTo(new SourceReport("toys", 1, 6, Map.of("language", 1L)));
        assertThat(source.licenceNote().orElseThrow()).contains("Mondo CC BY 4.0");
    }

    @Test
    void biolexicaPredicatesAreKnown() {
        Path file = file("text\tcurie\tname\tpredicate\tlanguage\tsource\nx\ta:1\tx\tskos:note\t\t\n");
        assertThatThrownBy(() -> RecordedFacts.of(BiolexicaSource.of(file)))
                .isInstanceOf(KbException.class)
                .hasMessage("SOURCE_MALFORMED: " + file
                        + ":2:4: found the predicate 'skos:note', expected rdfs:label or a synonym of oboInOwl");
    }

    @Test
    void meshRowsGiveEntryTerms() {
        RecordedFacts facts = RecordedFacts.of(MeshTableSource.of(file(
                "D900001\tToy Fever\t\nD900002\tToys\tToy|Dolls, Toy|\n\nD900003\tBalls\nD900003\tBall\tSphere\n")));
        assertThat(facts.lines())
                .containsExactly(
                        "D900001 PREFERRED Toy Fever (mesh)",
                        "D900002 PREFERRED Toys (mesh)",
                        "D900002 EXACT Toy (mesh)",
                        "D900002 EXACT Dolls, Toy (mesh)",
                        "D900003 PREFERRED Balls (mesh)",
                        "D900003 PREFERRED Ball (mesh)",
                        "D900003 EXACT Sphere (mesh)");
        assertThat(facts.report().left()).containsOnly(Map.entry("duplicate id, merged", 1L));
    }

    @Test
    void meshTreeNumbersGiveTypesAndParents() {
        RecordedFacts facts = RecordedFacts.of(MeshTableSource.of(file("""
                mesh_id\tmesh_name\tmesh_tree_number
                D900002\tToy Fever\tC23.888.119
                D900002\tToy Fever\tC01.221
                D900001\tFever\tC23.888
                D900003\tToys\tC01
                D900003\tToys\tJ01.576
                """)));
        assertThat(facts.lines())
                .containsExactly(
                        "D900002 PREFERRED Toy Fever (mesh)",
                        "D900002 is Diseases",
                        "D900002 is Diseases",
                        "D900001 PREFERRED Fever (mesh)",
                        "D900001 is Diseases",
                        "D900003 PREFERRED Toys (mesh)",
                        "D900003 is Diseases",
                        "D900003 is Technology, Industry, and Agriculture",
                        "D900002 under D900001",
                        "D900002 under D900003");
        assertThat(facts.report()).isEqualTo(new SourceReport("mesh", 3, 3, Map.of()));
    }

    @Test
    void meshNamesThePlaceOfAMistake() {
        assertMeshMistake(
                "D900001\tToys\nToys\tD900001\n", ":2:1: found the id 'Toys', expected one of MeSH, such as D001943");
        assertMeshMistake(
                "mesh_id\tmesh_name\tmesh_tree_number\nD900001\tToys\t1.2\n",
                ":2:3: found the tree number '1.2', expected one such as C04.588.180");
        assertMeshMistake(
                "mesh_id\tlabel\n", ":1:1: found the columns 'mesh_id, label', expected one named 'mesh_name'");
    }

    private void assertMeshMistake(String text, String message) {
        Path file = file(text);
        assertThatThrownBy(() -> RecordedFacts.of(MeshTableSource.of(file)))
                .isInstanceOf(KbException.class)
                .hasMessage("SOURCE_MALFORMED: " + file + message);
    }

    @Test
    void aColumnThatIsMissingIsNamed() {
        Path file = file("HGNC ID\tApproved Symbol\tStatus\n");
        assertThatThrownBy(() -> RecordedFacts.of(HgncSource.of(file)))
                .hasMessage(
                        "SOURCE_MALFORMED: " + file
                                + ":1:1: found the columns 'HGNC ID, Approved Symbol, Status', expected one named 'name' or 'approved name'");
    }
}
