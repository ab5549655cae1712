package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.MatchReason;
import io.osler.kb.NameKind;
import io.osler.kb.Sense;
import io.osler.kb.TextEncoder;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.source.FactSink;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import io.osler.kb.vector.VectorForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateFinderTest {
    @TempDir
    private Path directory;

    private KnowledgeBase kb;

    @BeforeEach
    void build() {
        kb = built("kb", "X:6");
    }

    @AfterEach
    void close() {
        kb.close();
    }

    @Test
    void whatIsLookedUpComesBeforeWhatResembles() {
        NameIndexes.buildLexical(kb);
        try (CandidateFinder finder = CandidateFinder.open(kb)) {
            List<Sense> found = finder.find("heart attack", CandidateOptions.DEFAULTS);
            assertThat(found).extracting(Sense::id).startsWith("X:1").contains("X:2");
            assertThat(found).extracting(Sense::reason).startsWith(MatchReason.EXACT, MatchReason.LEXICAL);
            assertThat(found).extracting(Sense::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(found).extracting(Sense::concept).doesNotHaveDuplicates();
            assertThat(found).extracting(Sense::matchedName).contains("heart", "heart failure");
        }
    }

    @Test
    void wordsAndVectorsAreJoined() {
        NameIndexes.buildLexical(kb);
        NameIndexes.buildVectors(kb, new Letters(), NameIndexes.Names.ALL, VectorForm.INT8_F32);
        try (CandidateFinder finder = CandidateFinder.open(kb, new Letters())) {
            List<Sense> both = finder.find("failing heart", CandidateOptions.DEFAULTS);
            assertThat(both.getFirst().id()).isEqualTo("X:2");
            assertThat(both.getFirst().reason()).isEqualTo(MatchReason.HYBRID);
            List<Sense> vectors = finder.find("failing heart", CandidateOptions.DEFAULTS.withLexical(false));
            assertThat(vectors).extracting(Sense::reason).containsOnly(MatchReason.DENSE);
            List<Sense> words = finder.find("failing heart", CandidateOptions.DEFAULTS.withDense(false));
            assertThat(words).extracting(Sense::reason).containsOnly(MatchReason.LEXICAL);
            // An anagram shares no word and no run of letters, only letters.
            assertThat(finder.find("traeh", CandidateOptions.DEFAULTS.withLimit(1))
                            .getFirst()
                            .matchedName())
                    .isEqualTo("heart");
        }
    }

    @Test
    void manyAtOnceAreFoundAsEachAlone() {
        NameIndexes.buildLexical(kb);
        NameIndexes.buildVectors(kb, new Letters(), NameIndexes.Names.PREFERRED, VectorForm.F32);
        List<String> names = List.of("fever", "", "chest pains", "failing heart");
        try (CandidateFinder finder = CandidateFinder.open(kb, new Letters())) {
            List<List<Sense>> together = finder.findAll(names, CandidateOptions.DEFAULTS);
            for (int i = 0; i < names.size(); i++) {
                assertThat(together.get(i)).isEqualTo(finder.find(names.get(i), CandidateOptions.DEFAULTS));
            }
            assertThat(finder.findAll(List.of(), CandidateOptions.DEFAULTS)).isEmpty();
        }
    }

    @Test
    void typesAndLimitsHold() {
        NameIndexes.buildLexical(kb);
        NameIndexes.buildVectors(kb, new Letters(), NameIndexes.Names.ALL, VectorForm.F32);
        try (CandidateFinder finder = CandidateFinder.open(kb, new Letters())) {
            CandidateOptions organs = CandidateOptions.DEFAULTS.withTypes(Set.of("organ"));
            assertThat(finder.find("heart attack", organs))
                    .extracting(Sense::id)
                    .containsExactly("X:3");
            assertThat(finder.find("pain", CandidateOptions.DEFAULTS.withLimit(2)))
                    .hasSize(2);
        }
        assertThatThrownBy(() -> CandidateOptions.DEFAULTS.withLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is 0, expected at least 1");
    }

    @Test
    void withoutIndexesThereIsLookUp() {
        try (CandidateFinder finder = CandidateFinder.open(kb)) {
            assertThat(finder.find("heart attack", CandidateOptions.DEFAULTS))
                    .extracting(Sense::id)
                    .containsExactly("X:1");
            assertThat(finder.find("nothing of the kind", CandidateOptions.DEFAULTS))
                    .isEmpty();
        }
    }

    @Test
    void vectorsMustBeThereAndFit() {
        Path place = NameIndexes.vectors(kb);
        assertThatThrownBy(() -> CandidateFinder.open(kb, new Letters()))
                .isInstanceOf(KbException.class)
                .hasMessage("VECTORS_UNFIT: " + place + ": the knowledge base has no vectors; build them first");
        NameIndexes.buildVectors(kb, new Letters(), NameIndexes.Names.ALL, VectorForm.F32);
        TextEncoder other = new Letters() {
            @Override
            public String name() {
                return "others";
            }
        };
        assertThatThrownBy(() -> CandidateFinder.open(kb, other))
                .isInstanceOf(KbException.class)
                .hasMessage("VECTORS_UNFIT: " + place + ": vectors of encoder 'letters', expected 'others'; use that"
                        + " encoder or build the vectors anew");
    }

    @Test
    void indexesOfAnotherStateAreRefused() throws Exception {
        NameIndexes.buildLexical(kb);
        NameIndexes.buildVectors(kb, new Letters(), NameIndexes.Names.ALL, VectorForm.F32);
        try (KnowledgeBase changed = built("changed", "X:7")) {
            Files.move(NameIndexes.vectors(kb), NameIndexes.vectors(changed));
            assertThatThrownBy(() -> CandidateFinder.open(changed, new Letters()))
                    .isInstanceOf(KbException.class)
                    .hasMessageStartingWith(
                            "VECTORS_UNFIT: " + NameIndexes.vectors(changed) + ": vectors of something else (")
                    .hasMessageEndingWith("); build them anew");
            Files.move(NameIndexes.lexical(kb), NameIndexes.lexical(changed));
            assertThatThrownBy(() -> CandidateFinder.open(changed))
                    .isInstanceOf(KbException.class)
                    .hasMessage("DAMAGED: " + NameIndexes.lexical(changed)
                            + ": the lexical index is of an earlier state of the knowledge base; build it anew");
        }
    }

    private KnowledgeBase built(String name, String lastId) {
        new KnowledgeBaseBuilder().add(new Invented(lastId)).build(directory.resolve(name));
        return KnowledgeBase.open(directory.resolve(name));
    }

    /** A handful of concepts. */
    private record Invented(String lastId) implements TermSource {
        @Override
        public String name() {
            return "invented";
        }

        @Override
        public Optional<String> licenceNote() {
            return Optional.empty();
        }

        @Override
        public SourceReport read(FactSink facts) {
            tell(facts, "X:1", "disease", "myocardial infarction", "heart attack");
            tell(facts, "X:2", "disease", "cardiac failure", "heart failure");
            tell(facts, "X:3", "organ", "heart");
            tell(facts, "X:4", "symptom", "chest pain", "thoracic pain");
            tell(facts, "X:5", "symptom", "back pain");
            tell(facts, lastId, "symptom", "fever");
            return new SourceReport("invented", 6, 9, Map.of());
        }

        private static void tell(FactSink facts, String id, String type, String... names) {
            for (int i = 0; i < names.length; i++) {
                facts.name(id, names[i], i == 0 ? NameKind.PREFERRED : NameKind.EXACT, "invented");
            }
            facts.type(id, type);
        }
    }

    /** How often each letter occurs, as a vector of length 1. */
    private static class Letters implements TextEncoder {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public int dimension() {
            return 26;
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return texts.stream().map(Letters::counts).toList();
        }

        private static float[] counts(String text) {
            float[] counts = new float[26];
            text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> counts[c - 'a']++);
            double squares = 0;
            for (float count : counts) {
                squares += count * count;
            }
            for (int i = 0; i < counts.length && squares > 0; i++) {
                counts[i] /= (float) Math.sqrt(squares);
            }
            return counts;
        }
    }
}
