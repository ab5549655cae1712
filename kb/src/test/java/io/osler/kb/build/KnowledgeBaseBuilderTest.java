package io.osler.kb.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.Concept;
import io.osler.kb.ConceptName;
import io.osler.kb.KbException;
import io.osler.kb.KbInfo;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.ListSource;
import io.osler.kb.MatchReason;
import io.osler.kb.NameKind;
import io.osler.kb.file.KbFile;
import io.osler.kb.source.SourceReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeBaseBuilderTest {
    @TempDir
    private Path directory;

    @Test
    void whatLeadsNowhereIsLeftAndCounted() {
        ListSource source = new ListSource("test")
                .concept("A", "T1", "alpha", "alpha", "--- ...", "+")
                .concept("B", "T1", "beta")
                .concept("C", "T1", "gamma")
                .tell(facts -> facts.type("nameless", "T2"))
                .tell(facts -> facts.definition("A", "The first."))
                .tell(facts -> facts.definition("B", "  "))
                .tell(facts -> facts.parent("A", "B"))
                .tell(facts -> facts.parent("A", "B"))
                .tell(facts -> facts.parent("B", "C"))
                .tell(facts -> facts.parent("C", "A"))
                .tell(facts -> facts.parent("C", "C"))
                .tell(facts -> facts.parent("C", "nowhere"));
        BuildReport report = new KnowledgeBaseBuilder().add(source).build(directory);
        assertThat(report.concepts()).isEqualTo(3);
        assertThat(report.names()).isEqualTo(3);
        assertThat(report.left())
                .containsEntry("duplicate names", 1L)
                .containsEntry("names without a letter or digit", 2L)
                .containsEntry("ids without a name", 1L)
                .containsEntry("parents that are not there", 1L)
                .containsEntry("concepts told to be their own parents", 1L)
                .hasSize(5);
        assertThat(report.noted())
                .containsEntry("concepts that are their own ancestors", 3L)
                .containsEntry("concepts without a definition", 2L)
                .hasSize(2);
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            kb.verify();
            assertThat(kb.concept("A").orElseThrow().parents()).containsExactly("B");
            assertThat(kb.concept("A").orElseThrow().definition()).contains("The first.");
            assertThat(kb.concept("B").orElseThrow().definition()).isEmpty();
            assertThat(kb.ancestors("A")).containsExactly("B", "C");
            assertThat(kb.concept("nameless")).isEmpty();
        }
    }

    @Test
    void alternativeIdsLeadToOneConceptOrToNone() {
        ListSource source = new ListSource("test")
                .concept("A", "T", "alpha")
                .concept("B", "T", "beta")
                .tell(facts -> facts.alternative("A", "a1"))
                .tell(facts -> facts.alternative("A", "a1"))
                .tell(facts -> facts.alternative("a1", "a2")) // over another
                .tell(facts -> facts.alternative("A", "B")) // B is itself
                .tell(facts -> facts.alternative("B", "b1"))
                .tell(facts -> facts.alternative("A", "ab")) // one of two
                .tell(facts -> facts.alternative("B", "ab"))
                .tell(facts -> facts.alternative("ab", "ab1")) // and so is what leads there
                .tell(facts -> facts.alternative("nowhere", "x"))
                .tell(facts -> facts.alternative("circle", "round")) // no way out
                .tell(facts -> facts.alternative("round", "circle"));
        BuildReport report = new KnowledgeBaseBuilder().add(source).build(directory);
        assertThat(report.alternativeIds()).isEqualTo(3);
        assertThat(report.left())
                .isEqualTo(Map.of(
                        "alternative ids that are a concept's own", 1L,
                        "alternative ids of several concepts", 2L,
                        "alternative ids of no concept", 3L));
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            kb.verify();
            assertThat(kb.info().alternativeIds()).isEqualTo(3);
            assertThat(Stream.of("A", "a1", "a2", "B", "b1", "ab", "ab1", "x", "round", "nowhere", "a", "a11")
                            .map(id -> kb.concept(id).map(Concept::id).orElse("-")))
                    .containsExactly("A", "A", "A", "B", "B", "-", "-", "-", "-", "-", "-", "-");
            assertThat(kb.identified("a2")).hasValueSatisfying(sense -> {
                assertThat(sense.preferredName()).isEqualTo("alpha");
                assertThat(sense.reason()).isEqualTo(MatchReason.ID);
            });
            assertThat(kb.identified("alpha")).isEmpty();
        }
    }

    @Test
    void alternativeIdsAreFoundInAllOrders() {
        ListSource source = new ListSource("test").concept("m", "T", "middle").concept("\u00FC", "T", "late");
        List<String> others = List.of("", "0", "z", "\uD83D\uDE00", "M", "mm").stream()
                .map(id -> id + "x")
                .toList();
        for (String other : others) {
            source.tell(facts -> facts.alternative("\u00FC", other));
        }
        new KnowledgeBaseBuilder().add(source).build(directory);
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            kb.verify();
            assertThat(others)
                    .allSatisfy(
                            id -> assertThat(kb.concept(id).orElseThrow().id()).isEqualTo("\u00FC"));
            assertThat(kb.ancestors("zx")).isEmpty();
        }
    }

    @Test
    void sourcesAreMergedAndEachNameKeepsItsOrigin() {
        ListSource first = new ListSource("first").concept("C:1", "T1", "heart attack");
        ListSource second = new ListSource("second")
                .concept("C:1", "T2", "Myocardial infarction", "heart attack")
                .tell(facts -> facts.definition("C:1", "A long definition of it."))
                .tell(facts -> facts.definition("C:1", "A short one."));
        BuildReport report = new KnowledgeBaseBuilder().add(first).add(second).build(directory);
        assertThat(report.sources()).extracting(SourceReport::source).containsExactly("first", "second");
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            assertThat(kb.concept("C:1").orElseThrow()).satisfies(concept -> {
                assertThat(concept.names())
                        .containsExactly(
                                new ConceptName("heart attack", NameKind.PREFERRED, "first"),
                                new ConceptName("Myocardial infarction", NameKind.PREFERRED, "second"),
                                new ConceptName("heart attack", NameKind.EXACT, "second"));
                assertThat(concept.types()).containsExactlyInAnyOrder("T1", "T2");
                assertThat(concept.definition()).contains("A short one.");
            });
            KbInfo info = kb.info();
            assertThat(info.sources())
                    .extracting(
                            KbInfo.Source::name, source -> source.licenceNote().orElse(""))
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("first", "invented for first"),
                            org.assertj.core.groups.Tuple.tuple("second", "invented for second"));
            assertThat(info.names()).isEqualTo(3);
        }
    }

    @Test
    void preferredOriginsComeFirst() {
        ListSource source = new ListSource("other").concept("C", "T", "one");
        ListSource msh = new ListSource("MSH").concept("C", "T", "two");
        ListSource mine = new ListSource("mine").concept("C", "T", "three");
        new KnowledgeBaseBuilder().add(source).add(mine).add(msh).build(directory);
        assertThat(names("C")).containsExactly("two", "one", "three");
        new KnowledgeBaseBuilder()
                .add(source)
                .add(mine)
                .add(msh)
                .preferOrigins(List.of("mine", "absent"))
                .build(directory);
        assertThat(names("C")).containsExactly("three", "one", "two");
    }

    @Test
    void equalSourcesMakeEqualFiles() throws IOException {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        byte[][] files = new byte[2][];
        for (int i = 0; i < 2; i++) {
            ListSource source = new ListSource("test");
            for (int k = 0; k < 500; k++) {
                source.concept("C" + k, "T" + k % 5, "name %d of a thing".formatted(k), "thing " + k % 50);
            }
            Path made = directory.resolve("kb" + i);
            new KnowledgeBaseBuilder().add(source).clock(clock).build(made);
            files[i] = Files.readAllBytes(made.resolve(KbFile.NAME));
        }
        assertThat(files[0]).isEqualTo(files[1]);
    }

    @Test
    void oddTextsComeBackAsTheyWere() {
        String wide = "na\u00EFve \uD83D\uDE00 \u0431\u043E\u043B\u044C";
        String longName = "long " + "x".repeat(100_000);
        new KnowledgeBaseBuilder()
                .add(new ListSource("t\u00E9st")
                        .concept("\u00FC:1", "t\u00FFpe", wide, longName, "half \uD83D pair")
                        .concept("\uD83D\uDE00", "T", "smile")
                        .concept("\uFB01", "T", "ligature"))
                .build(directory);
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            kb.verify();
            assertThat(names("\u00FC:1")).containsExactly(wide, longName, "half \uFFFD pair");
            assertThat(kb.concept("\uD83D\uDE00")).isPresent();
            assertThat(kb.lookUp(longName)).hasSize(1);
            assertThat(kb.lookUp("na\u00EFve \uD83D\uDE00 \u0411\u041E\u041B\u042C"))
                    .hasSize(1);
        }
    }

    @Test
    void nothingToBuildFromIsRefused() {
        assertThatThrownBy(() -> new KnowledgeBaseBuilder().build(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no source, expected at least one");
        assertThatThrownBy(() -> new KnowledgeBaseBuilder()
                        .add(new ListSource("test").concept("A", "T", "..."))
                        .build(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the sources tell no name, expected at least one");
        assertThatThrownBy(() -> new KnowledgeBaseBuilder()
                        .add(new ListSource("test").concept(" ", "T", "a name"))
                        .build(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the id of a fact is blank, expected a text");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> builder("new").build(file.resolve("kb")))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("IO: " + file.resolve("kb") + ": the knowledge base cannot be written");
    }

    /** A failure at each step of a build: the old knowledge base answers, and no part of the new one is left. */
    @Test
    void aFailedBuildLeavesTheOldOne() throws IOException {
        builder("old").build(directory);
        for (String step : steps()) {
            assertThatThrownBy(() -> builder("new")
                            .progress((at, done, total) -> {
                                if (at.equals(step)) {
                                    throw new IllegalStateException("failed at " + at);
                                }
                            })
                            .build(directory))
                    .hasMessage("failed at " + step);
            assertThat(names("C")).as(step).containsExactly("old");
            assertThat(files()).containsExactly(KbFile.NAME);
        }
    }

    /** The process ends at each step: the old knowledge base answers, and the next build clears what is left. */
    @Test
    void aKilledBuildLeavesTheOldOne() throws Exception {
        builder("old").build(directory);
        for (String step : steps()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Killed.class.getName(),
                            directory.toString(),
                            step)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isEqualTo(Killed.EXIT);
            assertThat(names("C")).as(step).containsExactly("old");
        }
        assertThat(files()).hasSizeGreaterThan(1);
        builder("new").build(directory);
        assertThat(names("C")).containsExactly("new");
        assertThat(files()).containsExactly(KbFile.NAME);
    }

    @Test
    void twoBuildsAtOnceDoNotMeet() {
        builder("first")
                .progress((step, done, total) -> {
                    if (step.equals("writing names")) {
                        builder("second").build(directory);
                    }
                })
                .build(directory);
        assertThat(names("C")).containsExactly("first");
    }

    private static KnowledgeBaseBuilder builder(String name) {
        return new KnowledgeBaseBuilder().add(new ListSource("test").concept("C", "T", name));
    }

    /** All steps of a build. */
    private Set<String> steps() {
        Set<String> steps = new LinkedHashSet<>();
        builder("any")
                .progress((step, done, total) -> steps.add(step))
                .build(directory.resolveSibling(directory.getFileName() + "-steps"));
        assertThat(steps).hasSizeGreaterThan(5);
        return steps;
    }

    private List<String> names(String id) {
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            return kb.concept(id).orElseThrow().names().stream()
                    .map(ConceptName::text)
                    .toList();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A build whose process dies at a step, without any clean-up. */
    static final class Killed {
        static final int EXIT = 77;

        private Killed() {}

        public static void main(String[] args) {
            builder("new")
                    .progress((step, done, total) -> {
                        if (step.equals(args[1])) {
                            Runtime.getRuntime().halt(EXIT);
                        }
                    })
                    .build(Path.of(args[0]));
        }
    }
}
