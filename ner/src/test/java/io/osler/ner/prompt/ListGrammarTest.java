package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.Grammar;
import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a model prefers, an answer is readable and quotes the sentence: here the preferences are random. */
class ListGrammarTest {
    private static final List<String> MERGES = List.of(
            "f e",
            "fe v",
            "fev e",
            "feve r",
            "r r",
            "fe rr",
            "\u0120 f",
            "\" }",
            "\"} ,",
            "} ]",
            "{ \"",
            "[ {\"",
            "\u0120 [",
            "[ S",
            "S E",
            "SE P",
            ". \u0120");

    private final List<Tokenizer> tokenizers = List.of(Tokenizers.bytes(), Tokenizers.withMerges(MERGES));

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void everyWayIsReadAsItWasTaken(OutputFormat format) {
        SplittableRandom random = new SplittableRandom(3);
        for (Tokenizer tokenizer : tokenizers) {
            for (int round = 0; round < 150; round++) {
                AnnotatedText text =
                        round < NastyTexts.all().size() ? NastyTexts.all().get(round) : NastyTexts.random(random);
                if (text.text().isEmpty()) {
                    continue;
                }
                Notation notation = Notation.of(format, PromptProfile.DEFAULT, NastyTexts.TASK, List.of(text.text()));
                AnswerGrammar grammar = notation.grammar(tokenizer, text.text(), " ", 0);
                Walk walk = walk(tokenizer, grammar.start(), random);
                List<Mention> held = grammar.mentions(walk.decisions);
                Decoding read = notation.decode(walk.text, text.text());
                if (read.counts().of(AnswerEvent.OVERLAP)
                        == 0) { // else the surer one stays, and reading knows no better
                    assertThat(spans(read.mentions())).as("round %d", round).isEqualTo(spans(held));
                }
                assertThat(read.counts().of(AnswerEvent.UNPARSEABLE)).isZero();
                assertThat(read.counts().of(AnswerEvent.UNGROUNDED)).isZero();
                assertThat(read.counts().of(AnswerEvent.CUT_SHORT)).isZero();
                assertThat(read.counts().of(AnswerEvent.LABEL_UNKNOWN)).isZero();
                assertThat(walk.tokens).isLessThanOrEqualTo(grammar.start().tokensMax());
                assertThat(held)
                        .allSatisfy(mention -> assertThat(mention.span().in(text.text()))
                                .isNotBlank()
                                .doesNotStartWith(" ")
                                .doesNotEndWith(" "));
                new AnnotatedText(text.text(), held); // sorted, not overlapping
            }
        }
    }

    /** Goes the way a gold answer wants: it can be reached, in whatever tokens. */
    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"DICE", "JSON"})
    void goldAnswersAreReached(OutputFormat format) {
        for (Tokenizer tokenizer : tokenizers) {
            for (AnnotatedText gold : List.of(
                    NastyTexts.of("no complaint ."),
                    NastyTexts.of("«fever»p and «ferritin»t , «fever»p . \u00e9 \u00ea"),
                    NastyTexts.of("«\u00e9t\u00e9»p «\u00eatre»s «\uD835\uDC00x»p «\uD835\uDC01x»t"),
                    NastyTexts.of("a clot in St. Paul «S. aureus»p and «the left knee»s"),
                    NastyTexts.of("said «chest \"tightness»p and «a\\b»t"))) {
                Notation notation = Notation.of(format, PromptProfile.DEFAULT, NastyTexts.TASK, List.of(gold.text()));
                AnswerGrammar grammar = notation.grammar(tokenizer, gold.text(), "", 0);
                Walk walk = towards(tokenizer, grammar.start(), notation.encode(gold));
                assertThat(walk.text.stripTrailing()).isEqualTo(notation.encode(gold));
                assertThat(spans(grammar.mentions(walk.decisions))).isEqualTo(spans(gold.mentions()));
            }
        }
    }

    @Test
    void wordsThatBeginAlikeAreToldApartTokenByToken() {
        Tokenizer tokenizer = tokenizers.getLast();
        Grammar at = new CandidateGrammar(tokenizer, "fever ferritin", "").start();
        at = at.moves().getFirst().next(); // the bracket
        at = at.moves().getFirst().next(); // an item, not the end
        List<String> evidence = at.moves().stream()
                .map(move -> String.join(
                        " ",
                        Arrays.stream(move.evidence())
                                .mapToObj(tokenizer::decode)
                                .toList()))
                .toList();
        assertThat(evidence).containsExactly("fev feve fever", "ferr", "f fe");
        assertThat(at.moves().stream()
                        .map(move -> tokenizer.decode(move.tokens()))
                        .toList())
                .containsExactly("fever", "ferritin", "fe");
    }

    @Test
    void candidatesAreQuotedInOrder() {
        SplittableRandom random = new SplittableRandom(8);
        String sentence = "fever , ferritin and fever of \uD83D\uDE00 unknown origin";
        for (int round = 0; round < 100; round++) {
            CandidateGrammar grammar = new CandidateGrammar(tokenizers.getLast(), sentence, " ");
            Walk walk = walk(tokenizers.getLast(), grammar.start(), random);
            assertThat(spans(JsonReader.strings(walk.text, sentence).mentions()))
                    .isEqualTo(spans(grammar.mentions(walk.decisions)));
        }
    }

    /** Two choices about the first item, one about the second that is not made. */
    @Test
    void confidenceIsTheProductOfAMentionsOwnChoices() {
        Tokenizer tokenizer = tokenizers.getFirst();
        Notation notation = Notation.of(OutputFormat.JSON, PromptProfile.DEFAULT, NastyTexts.TASK, List.of("ab cd"));
        AnswerGrammar grammar = notation.grammar(tokenizer, "ab cd", "", 0);
        Walk walk = towards(tokenizer, grammar.start(), "{\"entities\": [{\"text\": \"ab\", \"type\": \"test\"}]}");
        double product = 1;
        for (Grammar.Decision decision : walk.decisions.subList(0, walk.decisions.size() - 1)) {
            product *= Math.exp(decision.logProbabilities()[decision.chosen()]);
        }
        assertThat(grammar.mentions(walk.decisions))
                .singleElement()
                .satisfies(mention -> assertThat(mention.type()).isEqualTo("test"));
        assertThat(grammar.mentions(walk.decisions).getFirst().confidence()).isEqualTo(product, within());
        assertThat(product).isBetween(1e-6, 0.5);
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-12);
    }

    private static List<String> spans(List<Mention> mentions) {
        return mentions.stream().map(mention -> mention.span() + mention.type()).toList();
    }

    private record Walk(String text, List<Grammar.Decision> decisions, int tokens) {}

    private static Walk walk(Tokenizer tokenizer, Grammar start, SplittableRandom random) {
        return walk(tokenizer, start, moves -> random.nextInt(moves.size()));
    }

    /** Always the move whose evidence holds the longest token that fits; then its tokens must fit too. */
    private static Walk towards(Tokenizer tokenizer, Grammar start, String answer) {
        byte[] wanted = (answer + "\n").getBytes(StandardCharsets.UTF_8);
        int[] written = {0};
        return walk(tokenizer, start, moves -> {
            byte[] rest = Arrays.copyOfRange(wanted, written[0], wanted.length);
            for (int i = 0; i < moves.size(); i++) {
                byte[] text = bytes(tokenizer, moves.get(i).tokens());
                if (Arrays.mismatch(text, rest) == text.length || Arrays.equals(text, rest)) {
                    written[0] += text.length;
                    return i;
                }
            }
            throw new AssertionError("no move leads on from byte %d of %d".formatted(written[0], wanted.length));
        });
    }

    private static Walk walk(Tokenizer tokenizer, Grammar start, ToIntFunction<List<Grammar.Move>> chooser) {
        List<Grammar.Decision> decisions = new ArrayList<>();
        List<int[]> tokens = new ArrayList<>();
        Grammar at = start;
        for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
            int chosen = chooser.applyAsInt(moves);
            if (moves.size() > 1) {
                double[] even = new double[moves.size()];
                Arrays.fill(even, -Math.log(even.length));
                decisions.add(new Grammar.Decision(at, chosen, even));
            }
            Grammar.Move move = moves.get(chosen);
            if (at instanceof TextChoice) {
                assertThat(moves.stream().flatMapToInt(m -> Arrays.stream(m.evidence())))
                        .doesNotHaveDuplicates();
            }
            tokens.add(move.tokens());
            at = move.next();
        }
        int[] all = tokens.stream().flatMapToInt(Arrays::stream).toArray();
        return new Walk(tokenizer.decode(all), decisions, all.length);
    }

    private static byte[] bytes(Tokenizer tokenizer, int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(tokens).forEach(token -> bytes.writeBytes(tokenizer.bytes(token)));
        return bytes.toByteArray();
    }
}
