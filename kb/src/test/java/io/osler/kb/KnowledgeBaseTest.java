package io.osler.kb;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.search.NameMatch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeBaseTest {
    @TempDir
    private Path directory;

    @Test
    void first() {
        ListSource source = new ListSource("test")
                .concept("C1", "disease", "breast cancer", "cancer of the breast")
                .concept("C2", "disease", "T-cell lymphoma")
                .concept("C3", "disease", "Crohn's disease", "Crohn's")
                .concept("C4", "disease", "acute lymphoblastic leukemia", "ALL")
                .concept("C5", "drug", "aspirin");
        new KnowledgeBaseBuilder().add(source).build(directory);
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            kb.verify();
            System.out.println(kb.info());
            System.out.println(kb.lookUp("Breast Cancers"));
            System.out.println(kb.lookUp("cancer, breast"));
            System.out.println(kb.lookUp("aspirn", LookUpOptions.DEFAULTS.withEditsMax(2)));
            List<NameMatch<List<Sense>>> found = kb.scan(
                    "All T - cell lymphomas and ALL. Crohn’s has Aspirin and breast cancer (BC); BC again",
                    ScanOptions.DEFAULTS);
            found.forEach(System.out::println);
            assertThat(found).hasSize(7);
        }
    }
}
