package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.Grammar;
import io.osler.models.TextSpan;
import io.osler.models.text.Tokenizer;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a model prefers, what comes out is the text with well-formed marks: here the preferences are random. */
class CopyOrMarkTest {
    private static final List<String> LABELS = List.of("problem", "procedure", "test");
    private static final String[] PARTS = {
        "fever",
        " ",
        " and",
        " [",
        "|",
        "(",
        ")",
        ".",
        "...",
        " \uD83D\uDE00",
        "e\u0301",
        " 2.5",
        "mg",
        "/",
        " C-reactive",
        "µ",
        " <<",
        "\u200D"
    };

    private final Tokenizer tokenizer = byteTokenizer();

    @Test
    void randomPreferencesGiveTheTextWithGoodMarks() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            String text = randomText(random);
            if (text.isEmpty()) {
                continue;
            }
            Marks marks = Marks.absentFrom(text);
            CopyOrMark.Vocabulary vocabulary = CopyOrMark.Vocabulary.of(tokenizer, marks, LABELS);
            Walk walk = walk(new CopyOrMark(tokenizer, vocabulary, text, 0).start(), random);
            AnnotatedText expected = new AnnotatedText(text, walk.mentions);
            assertThat(withoutSpaces(walk.text))
                    .as("round %d", round)
                    .isEqualTo(withoutSpaces(Tanl.encode(expected, marks)));
            for (Mention mention : walk.mentions) {
                assertThat(mention.span().in(text))
                        .isNotBlank()
                        .doesNotStartWith(" ")
                        .doesNotEndWith(" ");
            }
        }
    }

    @Test
    void everyWordEdgeCanBeReached() {
        String text = "BP (120/80), C-reactive";
        List<String> words = Words.of(text).stream().map(span -> span.in(text)).toList();
        assertThat(words).containsExactly("BP", "(", "120/80", ")", ",", "C-reactive");
    }

    @Test
    void labelsThatBeginAlikeAreToldApartTokenByToken() {
        CopyOrMark.Vocabulary vocabulary = CopyOrMark.Vocabulary.of(tokenizer, Marks.DEFAULT, LABELS);
        Grammar at = new CopyOrMark(tokenizer, vocabulary, "fever", 0).start();
        at = at.moves().get(1).next(); // open and copy
        at = at.moves().getFirst().next(); // the text is used up: only the bar is left
        assertThat(at).isInstanceOf(CopyOrMark.Typing.class);
        List<String> reached = new ArrayList<>();
        collect((CopyOrMark.Typing) at, reached);
        assertThat(reached).containsExactlyInAnyOrderElementsOf(LABELS);
    }

    @Test
    void copyingSpeaksForEveryTokenTheTextCouldGoOnWith() {
        CopyOrMark.Vocabulary vocabulary = CopyOrMark.Vocabulary.of(tokenizer, Marks.DEFAULT, LABELS);
        Grammar.Move copy =
                new CopyOrMark(tokenizer, vocabulary, "ab c", 0).start().moves().getFirst();
        assertThat(Arrays.stream(copy.evidence()).mapToObj(tokenizer::decode)).containsExactly(" ");
        assertThat(tokenizer.decode(copy.tokens())).isEqualTo(" ab");
    }

    private record Walk(String text, List<Mention> mentions) {}

    /** Goes a random way, and reads mentions off the points as the detector does. */
    private Walk walk(Grammar start, SplittableRandom random) {
        List<Mention> mentions = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        Grammar at = start;
        for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
            Grammar.Move move = moves.get(random.nextInt(moves.size()));
            if (at instanceof CopyOrMark.Typing typing) {
                typing.label(move).ifPresent(label -> mentions.add(new Mention(typing.span(), label, 1)));
            }
            Arrays.stream(move.tokens()).forEach(tokens::add);
            at = move.next();
        }
        int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
        return new Walk(tokenizer.decode(ids), mentions);
    }

    private void collect(CopyOrMark.Typing at, List<String> labels) {
        for (Grammar.Move move : at.moves()) {
            at.label(move).ifPresent(labels::add);
            if (move.next() instanceof CopyOrMark.Typing next) {
                collect(next, labels);
            }
        }
    }

    /** Where a mention follows a sign directly, the mark's space is the format's own: compare without spaces. */
    private static String withoutSpaces(String marked) {
        return marked.replace(" ", "");
    }

    private static String randomText(SplittableRandom random) {
        String raw = IntStream.range(0, random.nextInt(25))
                .mapToObj(i -> PARTS[random.nextInt(PARTS.length)])
                .collect(Collectors.joining());
        return raw.strip().replaceAll(" +", " ");
    }

    /** One entry per byte and no merges: every text is as many tokens as bytes. */
    private static Tokenizer byteTokenizer() {
        StringBuilder vocabulary = new StringBuilder();
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
            char entry = printable ? (char) b : next++;
            String escaped = entry == '"' || entry == '\\' ? "\\" + entry : String.valueOf(entry);
            vocabulary
                    .append(b == 0 ? "" : ",")
                    .append('"')
                    .append(escaped)
                    .append("\":")
                    .append(b);
        }
        return Tokenizer.of("""
                {"model":{"type":"BPE","vocab":{%s},"merges":[]},
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":true},
                 "decoder":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":true}}""".formatted(vocabulary), "test");
    }

    @Test
    void spansAreOfTheFlatText() {
        CopyOrMark.Vocabulary vocabulary = CopyOrMark.Vocabulary.of(tokenizer, Marks.DEFAULT, LABELS);
        Grammar at = new CopyOrMark(tokenizer, vocabulary, "no fever.", 0).start();
        at = at.moves().getFirst().next();
        at = at.moves().get(1).next();
        at = at.moves().get(1).next();
        assertThat(((CopyOrMark.Typing) at).span()).isEqualTo(new TextSpan(3, 8));
    }
}
