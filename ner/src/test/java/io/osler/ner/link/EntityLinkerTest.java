package io.osler.ner.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.MatchReason;
import io.osler.models.TextSpan;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.TinyKb;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityLinkerTest {
    private static final LabelTypes LABELS = LabelTypes.of(Tasks.find("clinical"));

    @TempDir
    Path directory;

    private KnowledgeBase names;

    @BeforeEach
    void open() {
        names = new TinyKb()
                .with("K:1", "problem", "zorbitis", "inflamed zorb")
                .with("K:2", "problem", "breast neoplasms")
                .with("K:3", "place", "blint")
                .with("K:4", "test", "blint measurement", "blint")
                .with("K:5", "problem", "wimbling of the lower zorb")
                .in(directory.resolve("kb"));
    }

    @AfterEach
    void close() {
        names.close();
    }

    private LinkDecision link(CandidateSource alike, String text, String words, String type) {
        int begin = text.lastIndexOf(words);
        return new EntityLinker(names, LABELS, alike, LinkOptions.DEFAULTS)
                .link(text, List.of(Mention.gold(begin, begin + words.length(), type)))
                .getFirst();
    }

    private LinkDecision link(String words, String type) {
        return link(CandidateSource.NONE, words, words, type);
    }

    @Test
    void aNameIsLookedUp() {
        LinkDecision decision = link("Inflamed Zorb", "problem");
        assertThat(decision.concept()).hasValueSatisfying(concept -> {
            assertThat(concept.id()).isEqualTo("K:1");
            assertThat(concept.name()).isEqualTo("zorbitis");
            assertThat(concept.matchedName()).isEqualTo("inflamed zorb");
            assertThat(concept.score()).isBetween(0.5, 1.0);
        });
        assertThat(decision.why()).isEmpty();
    }

    @Test
    void conceptsOfTheMentionsLabelGoFirstAndTheOthersAreRunnersUp() {
        LinkDecision decision = link("blint", "test");
        assertThat(decision.concept()).map(LinkCandidate::id).contains("K:4");
        assertThat(decision.runnersUp()).extracting(LinkCandidate::id).containsExactly("K:3");
    }

    @Test
    void shortFormsMeanWhatTheTextSays() {
        String text = "Wimbling of the lower zorb (WLZ). No WLZ now.";
        assertThat(link(CandidateSource.NONE, text, "WLZ", "problem").concept())
                .map(LinkCandidate::id)
                .contains("K:5");
    }

    @Test
    void aLetterMayDiffer() {
        assertThat(link("zorbitiss", "problem").concept()).hasValueSatisfying(concept -> {
            assertThat(concept.id()).isEqualTo("K:1");
            assertThat(concept.reason()).isIn(MatchReason.EDIT_DISTANCE, MatchReason.NORMALISED);
        });
    }

    @Test
    void otherWordsForTheSameAreTriedAndScoreLess() {
        assertThat(link("breast cancer", "problem").concept()).hasValueSatisfying(concept -> {
            assertThat(concept.id()).isEqualTo("K:2");
            assertThat(concept.reason()).isEqualTo(MatchReason.LEXICAL);
            assertThat(concept.score()).isLessThan(0.9);
        });
        LinkDecision shortened = link("sporadic breast cancer", "problem");
        assertThat(shortened.concept()).as("a word is lost").isEmpty();
        assertThat(shortened.runnersUp()).extracting(LinkCandidate::id).containsExactly("K:2");
    }

    @Test
    void whatIsNotLikeEnoughIsAnHonestNone() {
        CandidateSource weak = (_, limit) -> {
            assertThat(limit).isGreaterThanOrEqualTo(LinkOptions.DEFAULTS.candidates());
            return List.of(names.sense(0, MatchReason.DENSE, 0.21));
        };
        LinkDecision decision = link(weak, "gloof", "gloof", "problem");
        assertThat(decision.concept()).isEmpty();
        assertThat(decision.why()).startsWith("the best of 0.21 is below ");
        assertThat(decision.runnersUp()).hasSize(1);
        assertThat(link("gloof", "problem").why()).isEqualTo("no name is like it");
    }

    @Test
    void whatIsLikeEnoughIsChosen() {
        CandidateSource strong = (_, _) -> List.of(names.sense(0, MatchReason.DENSE, 0.97));
        assertThat(link(strong, "gloof", "gloof", "problem").concept())
                .map(LinkCandidate::reason)
                .contains(MatchReason.DENSE);
    }

    @Test
    void aShortFormNobodyExplainedIsNotComparedByItsLetters() {
        CandidateSource never = (name, _) -> {
            throw new AssertionError("asked for " + name.length() + " letters");
        };
        assertThat(link(never, "GLF", "GLF", "problem").concept()).isEmpty();
    }

    @Test
    void aNotesMentionsKeepAllElse() {
        Mention mention = new Mention(new TextSpan(0, 8), "problem", 0.4);
        Annotations found = new Annotations(new ClinicalNote("n", "zorbitis"), List.of(mention), 1, List.of(), 7);
        Annotations linked = new EntityLinker(names, LABELS, CandidateSource.NONE, LinkOptions.DEFAULTS).link(found);
        assertThat(linked.mentions()).singleElement().satisfies(one -> {
            assertThat(one.confidence()).isEqualTo(0.4);
            assertThat(one.link().orElseThrow().concept()).isPresent();
            assertThat(one.shifted(1).link()).isEqualTo(one.link());
        });
        assertThat(linked.nanos()).isEqualTo(7);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkOptions.DEFAULTS.withScoreMin(Double.NaN))
                .withMessage("scoreMin is NaN, expected a number in [0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkOptions.DEFAULTS.withEditsMax(3))
                .withMessage("editsMax is 3, expected 0, 1 or 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkOptions.DEFAULTS.withCandidates(0))
                .withMessage("candidates is 0, expected at least 1");
    }
}
