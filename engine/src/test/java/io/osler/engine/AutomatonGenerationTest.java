package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.grammar.TokenAutomaton;
import io.osler.engine.grammar.TokenLanguage;
import io.osler.engine.grammar.TokenVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model that knows nothing, held to a language: whatever it prefers, the text belongs to it. */
class AutomatonGenerationTest {
    private static final int SEEDS = 25;

    @TempDir
    static Path folder;

    private static Engine engine;
    private static TokenVocabulary vocabulary;

    @BeforeAll
    static void open() throws IOException {
        Path model = ToyModel.write("qwen2", folder.resolve("toy"));
        Files.writeString(model.resolve("tokenizer_config.json"), """
                {"eos_token": "<|end|>"}""");
        engine = Engine.open(model, ToyModel.OPTIONS);
        vocabulary = TokenVocabulary.of(engine.tokenizer());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void patternsAreMatched() {
        String pattern = "(the )?(fever|cough|pain)( (and|or) [a-z]{3,7}){0,2}[.!]";
        Set<String> texts = new HashSet<>();
        for (Generation generation : generations(TokenLanguage.regex(pattern), 80)) {
            assertThat(generation.text()).matches(Pattern.compile(pattern));
            assertThat(generation.reason()).isEqualTo(Generation.FinishReason.GRAMMAR);
            texts.add(generation.text());
        }
        assertThat(texts).as("the model still chooses").hasSizeGreaterThan(SEEDS / 2);
    }

    @Test
    void oneOfTheChoicesIsTaken() {
        List<String> choices = List.of("fever", "fever and pain", "cough", "ferritin 400 µg/l", "");
        Set<String> texts = new HashSet<>();
        for (Generation generation : generations(TokenLanguage.choices(choices), 40)) {
            assertThat(generation.text()).isIn(choices);
            assertThat(generation.reason()).isEqualTo(Generation.FinishReason.GRAMMAR);
            texts.add(generation.text());
        }
        assertThat(texts)
                .as("a text may end where another goes on")
                .hasSizeGreaterThan(2)
                .contains("fever");
    }

    @Test
    void jsonIsOfItsSchema() {
        TokenLanguage language = TokenLanguage.jsonSchema("""
                {"type": "object",
                 "properties": {
                   "problem": {"enum": ["fever", "cough", "pain"]},
                   "negated": {"type": "boolean"},
                   "days": {"type": "integer", "minimum": 1, "maximum": 365},
                   "words": {"type": "array", "items": {"type": "string", "maxLength": 4}, "maxItems": 2}},
                 "required": ["problem", "negated", "days"]}""");
        for (Generation generation : generations(language, 150)) {
            JsonNode json = JsonMapper.shared().readTree(generation.text());
            assertThat(json.get("problem").stringValue()).isIn("fever", "cough", "pain");
            assertThat(json.get("negated").isBoolean()).isTrue();
            assertThat(json.get("days").intValue()).isBetween(1, 365);
            JsonNode words = json.get("words");
            assertThat(words == null || words.size() <= 2).isTrue();
        }
    }

    @Test
    void theNumberOfTokensCutsATextShort() {
        for (int tokens = 1; tokens < 12; tokens++) {
            Generation generation = generate(TokenLanguage.regex("Text: [a-z]{100}"), tokens, 1);
            assertThat(generation.tokens()).hasSize(tokens);
            assertThat(generation.reason()).isEqualTo(Generation.FinishReason.LENGTH);
            assertThat("Text: ")
                    .startsWith(generation
                            .text()
                            .substring(0, Math.min(6, generation.text().length())));
        }
        Generation exact = generate(TokenLanguage.regex("[xyz]{7}"), 7, 1);
        assertThat(exact.reason()).as("complete and at its limit").isEqualTo(Generation.FinishReason.GRAMMAR);
    }

    @Test
    void whatIsForcedIsNotAskedFor() {
        TokenLanguage language = TokenLanguage.regex("[xy] marked as problem: [xy] treated on the third day");
        for (int seed = 0; seed < 5; seed++) {
            Generation generation = generate(language, 100, seed);
            assertThat(generation.usage().steps()).as("two choices").isEqualTo(2);
            assertThat(generation.tokens()).hasSizeGreaterThan(10);
            assertThat(generation.tokens().stream().filter(token -> !Double.isNaN(token.logProbability())))
                    .hasSize(2);
        }
    }

    @Test
    void aTextWithoutAChoiceNeedsNoStep() {
        List<GenerationEvent> events = new ArrayList<>();
        GenerationRequest request = request(TokenLanguage.choices(List.of("pain")), 20, 1);
        Generation generation = engine.generate(request, events::add);
        assertThat(generation.text()).isEqualTo("pain");
        assertThat(generation.usage().steps()).isZero();
        assertThat(generation.reason()).isEqualTo(Generation.FinishReason.GRAMMAR);
        assertThat(events).containsExactly(new GenerationEvent.Piece("pain"), new GenerationEvent.Finished(generation));
    }

    @Test
    void aStopStringEndsATextWithinItsLanguage() {
        GenerationRequest request = request(TokenLanguage.regex("[a-z]{5};[a-z]{50}"), 60, 1);
        Generation generation = engine.generate(request.withStopStrings(";"));
        assertThat(generation.text()).matches("[a-z]{5}");
        assertThat(generation.reason()).isEqualTo(Generation.FinishReason.STOP_STRING);
    }

    @Test
    void whatIsHeldToALanguageIsTheSameTogetherAsAlone() {
        TokenLanguage language = TokenLanguage.regex("([a-z]{2,6} ){3}end");
        List<GenerationRequest> requests = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            requests.add(request(language, 60, seed));
        }
        List<String> alone =
                requests.stream().map(one -> engine.generate(one).text()).toList();
        assertThat(engine.generateAll(requests).stream().map(Generation::text).toList())
                .isEqualTo(alone);
    }

    private static List<Generation> generations(TokenLanguage language, int tokensMax) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            requests.add(request(language, tokensMax, seed));
        }
        return engine.generateAll(requests);
    }

    private static Generation generate(TokenLanguage language, int tokensMax, int seed) {
        return engine.generate(request(language, tokensMax, seed));
    }

    private static GenerationRequest request(TokenLanguage language, int tokensMax, int seed) {
        return GenerationRequest.of(engine.prompt("the fever " + seed))
                .withTokensMax(tokensMax)
                .withSampling(new SamplingOptions(2f, 0, 1f, seed))
                .withAutomaton(TokenAutomaton.of(language, vocabulary));
    }
}
