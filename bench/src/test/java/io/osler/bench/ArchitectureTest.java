package io.osler.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md. One that turns is a failure here. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.osler");
        for (String module : new String[] {"models", "engine", "kb", "ner", "bench"}) {
            assertThat(classes.stream().anyMatch(c -> c.getPackageName().startsWith("io.osler." + module)))
                    .as("classes of %s were read", module)
                    .isTrue();
        }
    }

    @Test
    void modelsKnowsNoOtherModule() {
        none("io.osler.models..", "io.osler.engine..", "io.osler.kb..", "io.osler.ner..", "io.osler.bench..")
                .check(classes);
    }

    @Test
    void engineKnowsOnlyModels() {
        none("io.osler.engine..", "io.osler.kb..", "io.osler.ner..", "io.osler.bench..")
                .check(classes);
    }

    @Test
    void kbKnowsNoOtherModule() {
        none("io.osler.kb..", "io.osler.models..", "io.osler.engine..", "io.osler.ner..", "io.osler.bench..")
                .check(classes);
    }

    @Test
    void nothingDependsOnBench() {
        none("io.osler.ner..", "io.osler.bench..").check(classes);
    }

    @Test
    void tensorsStayInTheTorchPackage() {
        noClasses()
                .that()
                .resideInAPackage("io.osler..")
                .and()
                .resideOutsideOfPackages("io.osler.engine.torch..", "io.osler.models.text..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(classes);
    }

    @Test
    void theCommandLineIsTheOuterSkinOfNer() {
        noClasses()
                .that()
                .resideInAPackage("io.osler.ner..")
                .and()
                .resideOutsideOfPackage("io.osler.ner.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.osler.ner.cli..", "picocli..", "me.tongfei..")
                .check(classes);
    }

    @Test
    void corporaAndFilesKnowNothingOfExports() {
        none("io.osler.ner.corpus..", "io.osler.ner.export..").check(classes);
        none("io.osler.ner.files..", "io.osler.ner.export..", "io.osler.ner.corpus..")
                .check(classes);
        none("io.osler.ner.assertion..", "io.osler.ner.export..", "io.osler.ner.corpus..", "io.osler.ner.detect..")
                .check(classes);
    }

    @Test
    void whatFindsMentionsKnowsNothingOfItsEvaluation() {
        none("io.osler.ner.detect..", "io.osler.ner.head..", "io.osler.ner.eval..")
                .check(classes);
        none(
                        "io.osler.ner.head..",
                        "io.osler.ner.eval..",
                        "io.osler.ner.export..",
                        "io.osler.ner.propose..",
                        "io.osler.ner.evidence..")
                .check(classes);
        none("io.osler.ner.evidence..", "io.osler.ner.eval..", "io.osler.ner.export..", "io.osler.ner.propose..")
                .check(classes);
    }

    @Test
    void aTurnedArrowIsSeen() {
        assertThatThrownBy(() -> none("io.osler.engine..", "io.osler.models..").check(classes))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule none(String from, String... to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to);
    }
}
