package io.osler.ner.head;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sentences of invented words, and states that tell a little of each: the first numbers say whether a word begins or goes
 * on with a sign or a drug, with noise; the others are noise alone.
 */
final class InventedStates {
    static final TagSet TAGS = new TagSet(List.of("sign", "drug"));
    static final Task TASK = new Task(
            "toy", "clinical", List.of(new Label("sign", "A sign.", ""), new Label("drug", "A drug.", "")), List.of());
    static final ModelReading READING = new ModelReading(
            new HeadModel("toy", "m", "F32", "t"), ReadingPlan.of(1).withLayers(List.of(1)));
    static final int WIDTH = 6;

    private static final List<String> SIGNS = List.of("fever", "dry cough", "knee pain", "rash", "night sweats");
    private static final List<String> DRUGS = List.of("zorvan", "milk of elm", "taxibel");
    private static final List<String> OTHERS = List.of("the", "nurse", "saw", "him", "with", "and", "today", ",", "on");

    private InventedStates() {}

    static List<GoldSentence> sentences(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<GoldSentence> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            List<Mention> mentions = new ArrayList<>();
            for (int part = 0; part < 6; part++) {
                text.append(part == 0 ? "" : " ");
                int kind = random.nextInt(4);
                List<String> from = kind == 0 ? SIGNS : kind == 1 ? DRUGS : OTHERS;
                String word = from.get(random.nextInt(from.size()));
                int begin = text.length();
                text.append(word);
                if (kind < 2) {
                    mentions.add(Mention.gold(begin, text.length(), kind == 0 ? "sign" : "drug"));
                }
            }
            all.add(new GoldSentence(
                    "d%d.%d".formatted(seed, i),
                    "d%d-%d".formatted(seed, i / 3),
                    new AnnotatedText(text.toString(), mentions)));
        }
        return all;
    }

    static List<ReadSentence> read(List<GoldSentence> sentences, int seed, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ReadSentence> read = new ArrayList<>();
        for (GoldSentence gold : sentences) {
            List<TextSpan> words = HeadWords.of(gold.text());
            int[] tags = TAGS.of(words, gold.gold().mentions());
            short[][] states = new short[words.size()][WIDTH];
            for (int word = 0; word < states.length; word++) {
                for (int i = 0; i < WIDTH; i++) {
                    double told = tags[word] == i ? 1 : 0;
                    states[word][i] = Float.floatToFloat16((float) (told + random.nextDouble(-noise, noise)));
                }
            }
            read.add(new ReadSentence(gold, WordStates.of(words, List.of(1), WIDTH, states), tags));
        }
        return read;
    }
}
