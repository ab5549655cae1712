package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.NameKind;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.source.FactSink;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import io.osler.models.TextSpan;
import io.osler.models.text.ChatTemplate;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.prompt.AnswerCounts;
import io.osler.ner.prompt.AnswerEvent;
import io.osler.ner.prompt.KnowledgeLines.Meaning;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiragTest {
    private static final Task TASK = Tasks.find("clinical");
    private static final ExampleSelector NONE = ExampleSelector.fixed(List.of());
    private static final String SENTENCE = "The patient had a fever in Paris .";
    private static final DetectorOptions JSON = DetectorOptions.DEFAULTS.withFormat(OutputFormat.JSON);

    private static final TermDictionary DICTIONARY = new TermDictionary() {
        private static final Map<String, Meaning> TERMS = Map.of(
                "fever", new Meaning(Set.of("T184"), Optional.of("High temperature.")),
                "Paris", new Meaning(Set.of("T083"), Optional.empty()));

        @Override
        public List<Meaning> lookUp(String term) {
            return TERMS.containsKey(term) ? List.of(TERMS.get(term)) : List.of();
        }

        @Override
        public List<Match> scan(String text) {
            return TERMS.keySet().stream()
                    .filter(text::contains)
                    .map(term -> new Match(
                            new TextSpan(text.indexOf(term), text.indexOf(term) + term.length()), lookUp(term)))
                    .sorted((a, b) -> a.span().compareTo(b.span()))
                    .toList();
        }
    };

    @Test
    void factsStandBeforeTheSentence() {
        ScriptedModel model =
                new ScriptedModel(prompt -> " {\"entities\": [{\"text\": \"fever\", \"type\": \"problem\"}]}");
        DiragDetector detector = new DiragDetector(model, TASK, NONE, JSON, DICTIONARY, DiragOptions.DEFAULTS);
        assertThat(quoted(detector.detect(SENTENCE))).isEqualTo("fever/problem");
        assertThat(model.prompts())
                .singleElement()
                .satisfies(prompt -> assertThat(prompt).endsWith("""


                        Dictionary facts about terms of the text, as hints only:
                        - fever: Sign or Symptom; High temperature.

                        Text: The patient had a fever in Paris .
                        Entities:"""));
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void withoutFactsTheQuestionIsTheUsualOne(OutputFormat format) {
        ScriptedModel model = new ScriptedModel(prompt -> "");
        DetectorOptions options = JSON.withFormat(format).withGrammar(false);
        String sentence = "No complaint in Paris .";
        new LlmMentionDetector(model, TASK, NONE, options).detect(sentence);
        new DiragDetector(model, TASK, NONE, options, DICTIONARY, DiragOptions.DEFAULTS).detect(sentence);
        assertThat(model.prompts()).hasSize(2);
        assertThat(model.prompts().getFirst()).isEqualTo(model.prompts().getLast());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theModelMayNameTheCandidates(boolean grammar) {
        ScriptedModel model = new ScriptedModel(
                prompt -> prompt.endsWith("Terms:") ? " [\"fever\", \"Paris\"]" : " {\"entities\": []}");
        DiragOptions dirag = DiragOptions.DEFAULTS
                .withCandidates(DiragOptions.Candidates.MODEL)
                .withDefinitions(false);
        Detection found =
                new DiragDetector(model, TASK, NONE, JSON.withGrammar(grammar), DICTIONARY, dirag).detection(SENTENCE);
        assertThat(found.mentions()).isEmpty();
        assertThat(found.cost().calls()).isEqualTo(2);
        assertThat(found.cost().reusedTokens()).isEqualTo(6);
        assertThat(model.prompts().getLast())
                .contains("- fever: Sign or Symptom\n")
                .doesNotContain("Paris:");
    }

    @Test
    void aRevisionAddsAndRemoves() {
        ScriptedModel model =
                new ScriptedModel(prompt -> " {\"entities\": [{\"text\": \"a fever\", \"type\": \"problem\"}]}");
        AnswerDetector first = first(Mention.gold(4, 11, "problem"));
        Detection revised = revising(model, first, JSON).detection(SENTENCE);
        assertThat(quoted(revised.mentions())).isEqualTo("a fever/problem");
        assertThat(model.prompts().getFirst()).contains("""
                Text: The patient had a fever in Paris .
                First answer: {"entities": [{"text": "patient", "type": "problem"}]}
                Terms not in the answer:
                - fever: Sign or Symptom; High temperature.
                Remove items that are not medical problems, treatments or tests;""");
        assertThat(revised.counts().of(AnswerEvent.REVISION_UNPARSEABLE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"I would keep it.", "", "{\"entities\": [{\"text\": \"fever\", \"type\": \"pro"})
    void anUnreadableRevisionKeepsTheFirstAnswer(String answer) {
        Detection revised = revising(
                        new ScriptedModel(prompt -> answer),
                        first(Mention.gold(4, 11, "problem")),
                        JSON.withGrammar(false))
                .detection(SENTENCE);
        assertThat(quoted(revised.mentions())).isEqualTo("patient/problem");
        assertThat(revised.counts().of(AnswerEvent.REVISION_UNPARSEABLE)).isEqualTo(1);
    }

    @Test
    void aRevisionCannotInvent() {
        ScriptedModel model =
                new ScriptedModel(prompt -> "{\"entities\": [{\"text\": \"malaria\", \"type\": \"problem\"}]}");
        Detection revised = revising(model, first(), JSON.withGrammar(false)).detection(SENTENCE);
        assertThat(revised.mentions()).isEmpty();
        assertThat(revised.counts().of(AnswerEvent.UNGROUNDED)).isEqualTo(1);
    }

    @Test
    void withoutFactsThereIsNoSecondCall() {
        ScriptedModel model = new ScriptedModel(prompt -> "unused");
        Detection found = revising(model, first(), JSON).detection("No complaint .");
        assertThat(model.prompts()).isEmpty();
        assertThat(found.cost().calls()).isEqualTo(1);
    }

    @Test
    void aSentenceThatCannotBeAskedAboutFailsAlone() {
        ScriptedModel model = new ScriptedModel(prompt -> prompt.contains("fine") ? " fine ." : " x");
        LlmMentionDetector detector = new LlmMentionDetector(model, TASK, NONE, DetectorOptions.DEFAULTS);
        var found = detector.detections(List.of("[ << {{ @@ \u27E6", "fine ."));
        assertThat(found.getFirst()).isCompletedExceptionally();
        assertThat(found.getLast().join().mentions()).isEmpty();
        assertThatThrownBy(() -> detector.detect("[ << {{ @@ \u27E6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the text uses signs of all 5 mark sets");
    }

    @Test
    void theBoundaryProfileComesLast() {
        ScriptedModel model = new ScriptedModel(prompt -> " The patient had a [ fever | problem ] in Paris .");
        DetectorOptions options = DetectorOptions.DEFAULTS.withBoundary(BoundaryProfile.WITH_DETERMINERS);
        for (boolean grammar : new boolean[] {true, false}) {
            assertThat(quoted(new LlmMentionDetector(model, TASK, NONE, options.withGrammar(grammar)).detect(SENTENCE)))
                    .isEqualTo("a fever/problem");
        }
    }

    @Test
    void theStudysQuestionHasNoCueAndItsAnswerNoSpace() {
        ScriptedModel model = new ScriptedModel(prompt -> "The patient had a [ fever | problem ] in Paris .");
        AnnotatedText example = new AnnotatedText("no cough", List.of(Mention.gold(3, 8, "problem")));
        DetectorOptions options = DetectorOptions.DEFAULTS.withProfile(PromptProfile.STUDY);
        LlmMentionDetector detector =
                new LlmMentionDetector(model, TASK, ExampleSelector.fixed(List.of(example)), options);
        assertThat(quoted(detector.detect(SENTENCE))).isEqualTo("fever/problem");
        assertThat(model.prompts().getFirst()).endsWith("\n\nno cough\nno [ cough | problem ]\n\n" + SENTENCE + "\n");
    }

    @Test
    void chatPutsTheQuestionIntoTurns() {
        ChatTemplate template = new ChatTemplate(
                "{% for m in messages %}<{{ m.role }}>{{ m.content | trim }}</>{% endfor %}<assistant>",
                "test", "", "");
        ScriptedModel model = new ScriptedModel(prompt -> "{\"entities\": []}", Optional.of(template));
        new LlmMentionDetector(model, TASK, NONE, JSON.withChat(true)).detect(SENTENCE);
        assertThat(model.prompts().getFirst())
                .startsWith(
                        "<system>You list clinical entities of a text. You copy them exactly.</><user>List all mentions")
                .endsWith("\nText: " + SENTENCE + "\nEntities:</><assistant>");
        assertThatThrownBy(() -> new LlmMentionDetector(new ScriptedModel(p -> ""), TASK, NONE, JSON.withChat(true)))
                .hasMessage(
                        "chat was asked for, but the model has no chat template; it is a base model, ask it without");
    }

    @Test
    void aKnowledgeBaseIsADictionary(@TempDir Path directory) {
        new KnowledgeBaseBuilder().add(new TwoTerms()).build(directory.resolve("kb"));
        try (KnowledgeBase kb = KnowledgeBase.open(directory.resolve("kb"))) {
            TermDictionary dictionary = TermDictionary.of(kb);
            assertThat(dictionary.scan("No headaches , on metformin ."))
                    .extracting(TermDictionary.Match::span)
                    .containsExactly(new TextSpan(3, 12), new TextSpan(18, 27));
            assertThat(dictionary.lookUp("Metformin"))
                    .containsExactly(new Meaning(Set.of("T121"), Optional.of("Lowers sugar.")));
            assertThat(dictionary.lookUp("headache")).containsExactly(new Meaning(Set.of("T184"), Optional.empty()));
            assertThat(dictionary.lookUp("qwertz")).isEmpty();
        }
    }

    private static final class TwoTerms implements TermSource {
        @Override
        public String name() {
            return "two";
        }

        @Override
        public Optional<String> licenceNote() {
            return Optional.empty();
        }

        @Override
        public SourceReport read(FactSink facts) {
            facts.name("X:1", "headache", NameKind.PREFERRED, "two");
            facts.type("X:1", "T184");
            facts.name("X:2", "metformin", NameKind.PREFERRED, "two");
            facts.type("X:2", "T121");
            facts.definition("X:2", "Lowers sugar.");
            return new SourceReport("two", 2, 2, Map.of());
        }
    }

    private static RevisingDetector revising(LanguageModel model, AnswerDetector first, DetectorOptions options) {
        return new RevisingDetector(model, TASK, first, options, DICTIONARY, DiragOptions.DEFAULTS);
    }

    /** A detector that always finds the same. */
    private static AnswerDetector first(Mention... mentions) {
        return sentences -> sentences.stream()
                .map(sentence -> CompletableFuture.completedFuture(
                        new Detection(List.of(mentions), AnswerCounts.answer(), new Detection.Cost(1, 10, 3, 5))))
                .toList();
    }

    private static String quoted(List<Mention> mentions) {
        return mentions.stream()
                .map(mention -> mention.span().in(SENTENCE) + "/" + mention.type())
                .collect(Collectors.joining(" "));
    }
}
