package io.osler.ner.head;

import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a part of a head's evidence is worth: scores on the same held-out sentences with it, and fitted once more without.
 *
 * @param part    what was left out
 * @param with    of the head as it is
 * @param without of the head that lacks the part
 */
public record Ablation(String part, HeadScores with, HeadScores without) {
    /**
     * Fits once more without the training sentences' words, and once more without the dictionary's names, where the head
     * has them.
     *
     * @param head     fitted to these sentences with these options
     * @param progress told what is done, a line at a time
     */
    public static List<Ablation> of(
            FittedHead head,
            HeadReader reader,
            Task task,
            ReadSentences train,
            ReadSentences dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        List<Ablation> parts = new ArrayList<>();
        HeadOptions plain = options.withCurve(List.of());
        if (options.evidence()) {
            progress.accept("fitting without the training sentences' words");
            FittedHead without = Heads.fit(reader, task, train, dev, plain.withEvidence(false), names, progress);
            parts.add(new Ablation(
                    "the training sentences' words",
                    head.info().scores(),
                    without.info().scores()));
        }
        if (names.isPresent()) {
            progress.accept("fitting without the dictionary's names");
            FittedHead without = Heads.fit(reader, task, train, dev, plain, Optional.empty(), progress);
            parts.add(new Ablation(
                    "the dictionary's names",
                    head.info().scores(),
                    without.info().scores()));
        }
        return parts;
    }

    /** Strict F1 with the part less F1 without. */
    public double difference() {
        return with.strict().f1() - without.strict().f1();
    }

    /** One line for people. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "without %s F1 %.3f instead of %.3f (%+.3f by it; one fit each, %,d mentions judged); unseen mentions:"
                        + " recall %.3f instead of %.3f",
                part,
                without.strict().f1(),
                with.strict().f1(),
                difference(),
                with.strict().gold(),
                without.unseenRecall(),
                with.unseenRecall());
    }
}
