package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.ListSource;
import io.osler.kb.NameKind;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.file.KbFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scanner against its plain twin: words as {@link Words} cuts them, names in a set of strings. */
class TextScannerTest {
    private static final String[] PIECES = {
        "cancer",
        "Cancers",
        "breast",
        "T",
        "cell",
        "CELL",
        "crohn",
        "s",
        "S",
        "of",
        "naïve",
        "NAÏVES",
        "β",
        "sjögren",
        "viruses",
        "biopsies",
        "5",
        "½",
        "it",
        " ",
        " ",
        " ",
        " ",
        " ",
        "-",
        " - ",
        "'",
        "\u2019",
        "'s",
        "/",
        ".",
        ", ",
        "(",
        ")",
        ": ",
        "\n",
        "\n\n",
        " \r\n \n",
        "\t",
        "\u00A0",
        "\u00AD",
        "\uFEFF",
        "\uD83D\uDE00",
        "\uD83D",
        "\u2014",
        "\u2013",
        "а",
        "x".repeat(63),
        "y".repeat(64),
        "zs".repeat(40),
        "+",
        "''",
        "\uD835\uDC00",
    };

    @TempDir
    private Path directory;

    @Test
    void agreesWithThePlainTwin() {
        SplittableRandom random = new SplittableRandom(3);
        for (int vocabulary = 0; vocabulary < 12; vocabulary++) {
            List<String> names = new ArrayList<>(List.of("cancer"));
            for (int i = 0; i < 60; i++) {
                names.add(text(random, 1 + random.nextInt(7)));
            }
            try (KbFile file = built(names)) {
                TextScanner scanner = new TextScanner(file.lexicon());
                for (int i = 0; i < 300; i++) {
                    String text = text(random, random.nextInt(60));
                    int kept = 1 + random.nextInt(3);
                    assertThat(fast(scanner, text, kept))
                            .as("vocabulary %d text %d", vocabulary, i)
                            .isEqualTo(plain(keys(names), file, text, kept));
                }
            }
        }
    }

    @Test
    void aNameMayHaveMoreWordsThanFitTheWindow() {
        String name = "w ".repeat(300) + "end";
        try (KbFile file = built(List.of(name))) {
            TextScanner scanner = new TextScanner(file.lexicon());
            assertThat(fast(scanner, "w " + name + " w", 1)).containsExactly(new NameMatch<>(2, 605, 605));
        }
    }

    private static String text(SplittableRandom random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static Set<List<String>> keys(List<String> names) {
        Set<List<String>> keys = new HashSet<>();
        for (String name : names) {
            List<String> forms = Words.forms(name);
            if (!Words.areSigns(forms)) {
                keys.add(forms);
            }
        }
        return keys;
    }

    /** Accepts names of some nodes only, so that shorter ones get their chance. */
    private static List<NameMatch<Integer>> fast(TextScanner scanner, String text, int kept) {
        List<NameMatch<Integer>> found = new ArrayList<>();
        scanner.scan(text, new TextScanner.Visitor() {
            @Override
            public boolean accepts(int node, int begin, int end) {
                return node % kept == 0;
            }

            @Override
            public void found(int node, int begin, int end, int longEnd) {
                found.add(new NameMatch<>(begin, end, longEnd));
            }
        });
        return found;
    }

    private static List<NameMatch<Integer>> plain(Set<List<String>> keys, KbFile file, String text, int kept) {
        List<Word> words = Words.of(text);
        List<NameMatch<Integer>> found = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            int next = at + 1;
            for (int end = words.size(); end > at; end--) {
                List<String> forms =
                        words.subList(at, end).stream().map(Word::form).toList();
                if (keys.contains(forms) && file.lexicon().node(forms) % kept == 0) {
                    Word last = words.get(end - 1);
                    found.add(new NameMatch<>(words.get(at).begin(), last.end(), last.longEnd()));
                    next = end;
                    break;
                }
            }
            at = next;
        }
        return found;
    }

    private KbFile built(List<String> names) {
        ListSource source = new ListSource("test");
        for (int i = 0; i < names.size(); i++) {
            source.name("C" + i, NameKind.PREFERRED, names.get(i));
        }
        new KnowledgeBaseBuilder().add(source).build(directory);
        return KbFile.open(directory);
    }
}
