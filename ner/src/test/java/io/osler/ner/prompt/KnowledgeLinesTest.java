package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.prompt.KnowledgeLines.KnownTerm;
import io.osler.ner.prompt.KnowledgeLines.Meaning;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnowledgeLinesTest {
    private static final Task TASK = Tasks.find("clinical");

    @Test
    void aLineForEachTermThatFitsALabel() {
        List<KnownTerm> terms = List.of(
                term("fever", "High temperature.", "T184"),
                term("Paris", "A town.", "T083"),
                term("warfarin", null, "treatment"),
                new KnownTerm(
                        "MS",
                        List.of(
                                new Meaning(Set.of("T080"), Optional.of("A unit.")),
                                new Meaning(Set.of("T999", "Disease or Syndrome"), Optional.of("Of nerves.")))),
                term("FEVER", "Again.", "T184"),
                new KnownTerm("xyz", List.of()));
        assertThat(new KnowledgeLines(TASK, true, 12).block(terms)).isEqualTo("""
                Dictionary facts about terms of the text, as hints only:
                - fever: Sign or Symptom; High temperature.
                - warfarin: treatment
                - MS: Disease or Syndrome; Of nerves.""");
        assertThat(new KnowledgeLines(TASK, false, 12).lines(terms))
                .containsExactly("- fever: Sign or Symptom", "- warfarin: treatment", "- MS: Disease or Syndrome");
        assertThat(new KnowledgeLines(TASK, false, 12).missed(terms.subList(0, 1)))
                .isEqualTo("""
                Terms not in the answer:
                - fever: Sign or Symptom""");
    }

    @Test
    void nothingToSayIsNoBlock() {
        KnowledgeLines lines = new KnowledgeLines(TASK, true, 12);
        assertThat(lines.block(List.of())).isEmpty();
        assertThat(lines.block(List.of(term("Paris", "A town.", "T083")))).isEmpty();
        assertThat(lines.missed(List.of())).isEmpty();
    }

    @Test
    void linesAndWordsAreLimited() {
        List<KnownTerm> terms = IntStream.range(0, 30)
                .mapToObj(i -> term("term" + i, words(i), "T047"))
                .toList();
        List<String> lines = new KnowledgeLines(TASK, true, 12).lines(terms);
        assertThat(lines).hasSize(12);
        List<String> all = new KnowledgeLines(TASK, true, 100).lines(terms);
        assertThat(all.get(25)).endsWith("; " + words(25));
        assertThat(all.get(26)).endsWith("; " + words(25) + " ...");
        assertThatThrownBy(() -> new KnowledgeLines(TASK, true, 0)).hasMessage("linesMax is 0, expected at least 1");
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }

    private static KnownTerm term(String term, String definition, String... types) {
        return new KnownTerm(term, List.of(new Meaning(Set.of(types), Optional.ofNullable(definition))));
    }
}
