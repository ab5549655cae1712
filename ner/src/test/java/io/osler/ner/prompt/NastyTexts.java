package io.osler.ner.prompt;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Invented sentences that are hard on a format. */
final class NastyTexts {
    static final Task TASK = new Task(
            "nasty",
            "clinical",
            List.of(
                    new Label("problem", "What is wrong.", "Take all of it."),
                    new Label("problem site", "Where it is wrong.", "Take the place."),
                    new Label("test", "What is measured.", "Not its result.")),
            List.of());

    private NastyTexts() {}

    /** Marked as {@code «mention»p}: p problem, s problem site, t test. */
    static AnnotatedText of(String marked) {
        StringBuilder text = new StringBuilder();
        List<Mention> mentions = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < marked.length(); i++) {
            char c = marked.charAt(i);
            switch (c) {
                case '«' -> begin = text.length();
                case '»' -> {
                    char type = marked.charAt(++i);
                    String label = type == 'p' ? "problem" : type == 's' ? "problem site" : "test";
                    mentions.add(Mention.gold(begin, text.length(), label));
                }
                default -> text.append(c);
            }
        }
        return new AnnotatedText(text.toString(), mentions);
    }

    static List<AnnotatedText> all() {
        return List.of(
                        "No complaint at all .",
                        "«fever»p",
                        "«fever»p and «fever»p , later «fever»p and «CRP»t",
                        "A [ sic ] «rash [ old ]»p on the «arm | hand»s with ( «CRP»t )",
                        "Values << 5 :: >> and [ ] | for «potassium»t",
                        "A bite by «S. aureus var. x.»p in «St. Mary 's knee»s .",
                        "It ended with «a clot.»p",
                        "Wrote [SEP] next to «pain [SEP] itch»p , Found: «<entity>»t .",
                        "Type: problem. What is wrong. Found: «cough»p . Type: test.",
                        "«lithium toxicity»p without a «lithium»t level ; «lithium»t again",
                        "He said \"«chest \"tightness\"»p\" and C:\\temp «a\\b»t {\"text\": \"x\"}",
                        "\uD83D\uDE00 «\uD83E\uDE78 bleeding»p e\u0301 «Sjo\u0308gren»p \uD83D\uDE00",
                        "«µ-opioid»t «5'-AMP»t/«ß-carotene»t «T - cell»s",
                        "«here»p «here»s is «here»t",
                        "| «a»p | «b»t |",
                        "Mention at both ends : «x»p")
                .stream()
                .map(NastyTexts::of)
                .toList();
    }

    /** Words and signs at random, all different words, so that lists are as good as places. */
    static AnnotatedText random(SplittableRandom random) {
        String[] signs = {".", ",", "(", ")", "[", "|", "]", "\"", "\\", "\uD83D\uDE00", "e\u0301", "{", "}", "<<", "="
        };
        StringBuilder marked = new StringBuilder();
        int words = random.nextInt(12);
        for (int i = 0; i < words; i++) {
            marked.append(i == 0 ? "" : " ");
            boolean mention = random.nextInt(3) == 0;
            marked.append(mention ? "«" : "");
            marked.append((char) ('a' + i)).append(random.nextInt(1000));
            if (random.nextInt(3) == 0) {
                marked.append(' ').append(signs[random.nextInt(signs.length)]);
            }
            marked.append(mention ? "»" + "pst".charAt(random.nextInt(3)) : "");
        }
        return of(marked.toString());
    }
}
