package io.osler.ner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.MatchReason;
import io.osler.kb.Sense;
import io.osler.kb.TextEncoder;
import io.osler.kb.search.CandidateFinder;
import io.osler.kb.search.CandidateOptions;
import io.osler.kb.search.NameIndexes;
import io.osler.kb.vector.VectorForm;
import io.osler.ner.TinyKb;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KbCandidatesTest {
    /** Knows that a gloof is a zorbitis; all else is far from both and alike among itself. */
    private static final TextEncoder MEANING = new TextEncoder() {
        @Override
        public String name() {
            return "two words";
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return texts.stream()
                    .map(text -> text.contains("gloof") || text.contains("zorbitis")
                            ? new float[] {1, 0}
                            : new float[] {0, 1})
                    .toList();
        }
    };

    @TempDir
    Path directory;

    private KnowledgeBase names;

    @BeforeEach
    void build() {
        names = new TinyKb()
                .with("K:1", "problem", "acute zorbitis")
                .with("K:2", "problem", "wimbling of the lower zorb")
                .with("K:3", "problem", "wimbling")
                .in(directory.resolve("kb"));
        NameIndexes.buildLexical(names);
    }

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void namesThatShareWordsAreScoredByTheLettersTheyShare() {
        try (CandidateFinder finder = CandidateFinder.open(names)) {
            KbCandidates alike = new KbCandidates(finder, CandidateOptions.DEFAULTS, Optional.empty());
            List<Sense> found = alike.like("lower zorb wimblinged", 5);
            assertThat(found).extracting(Sense::id).startsWith("K:2", "K:3");
            assertThat(found).extracting(Sense::reason).containsOnly(MatchReason.LEXICAL);
            assertThat(found.getFirst().score())
                    .isEqualTo(Likeness.of("lower zorb wimblinged", "wimbling of the lower zorb"));
            assertThat(alike.like("lower zorb wimblinged", 1)).hasSize(1);
            assertThat(alike.like("quux", 5)).isEmpty();
        }
    }

    @Test
    void vectorsFindWhatIsWrittenOtherwise() {
        NameIndexes.buildVectors(names, MEANING, NameIndexes.Names.ALL, VectorForm.F32);
        try (CandidateFinder finder = CandidateFinder.open(names, MEANING)) {
            KbCandidates alike = new KbCandidates(finder, CandidateOptions.DEFAULTS, Optional.of(MEANING));
            Sense best = alike.like("gloof", 5).getFirst();
            assertThat(best.id()).isEqualTo("K:1");
            assertThat(best.reason()).isEqualTo(MatchReason.DENSE);
            assertThat(best.score()).isEqualTo((Likeness.of("gloof", "acute zorbitis") + 1) / 2);
        }
    }

    @Test
    void ofNamesEquallyNearTheOneOfLikerLettersGoesFirst() {
        NameIndexes.buildVectors(names, MEANING, NameIndexes.Names.ALL, VectorForm.F32);
        try (CandidateFinder finder = CandidateFinder.open(names, MEANING)) {
            CandidateOptions dense = CandidateOptions.DEFAULTS.withLexical(false);
            assertThat(finder.find("wimbled things", dense))
                    .extracting(Sense::id)
                    .startsWith("K:2", "K:3");
            assertThat(new KbCandidates(finder, dense, Optional.of(MEANING)).like("wimbled things", 5))
                    .extracting(Sense::id)
                    .startsWith("K:3", "K:2");
        }
    }
}
