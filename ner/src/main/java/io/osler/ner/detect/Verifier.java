package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import io.osler.models.text.Tokenizer;
import io.osler.ner.Mention;
import io.osler.ner.prompt.Prompt;
import io.osler.ner.prompt.VerifyNotation;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says how likely mentions are right by a yes/no question on each: the share of yes among the probabilities of yes and no,
 * however they are written, behind the question. Nothing is generated; mentions of a sentence share its reading. Safe for
 * many threads.
 */
public final class Verifier {
    private final Engine engine;
    private final VerifyNotation notation;
    private final PromptTokens tokens;
    private final int[] yes;
    private final int[] no;

    /**
     * @param engine stays the caller's to close
     * @param chat   whether the question goes through the model's chat template
     */
    public Verifier(Engine engine, Task task, boolean chat) {
        this.engine = engine;
        this.notation = new VerifyNotation(task);
        this.tokens = new PromptTokens(LanguageModel.of(engine), chat);
        this.yes = firsts(engine.tokenizer(), VerifyNotation.YES, chat);
        this.no = firsts(engine.tokenizer(), VerifyNotation.NO, chat);
    }

    /** First tokens of the words, behind a cue with the space before them. */
    private static int[] firsts(Tokenizer tokenizer, List<String> words, boolean chat) {
        return words.stream()
                .mapToInt(word -> tokenizer.encode(chat ? word : " " + word)[0])
                .sorted()
                .distinct()
                .toArray();
    }

    /** A sentence and what was found in it. */
    public record Finding(String sentence, Mention mention) {}

    /**
     * Waits for the model.
     *
     * @return for each finding the probability that it is right
     * @throws IllegalArgumentException when a mention's type is none of the task's
     */
    public double[] probabilities(List<Finding> findings) {
        List<ReadingRequest> requests = new ArrayList<>();
        for (Finding finding : findings) {
            Prompt prompt = notation.prompt(finding.sentence(), finding.mention());
            int[] ids = tokens.of(prompt);
            requests.add(ReadingRequest.of(ids).withLogits(new int[] {ids.length - 1}, asked()));
        }
        return engine.readAll(requests).stream().mapToDouble(this::share).toArray();
    }

    private int[] asked() {
        return IntStream.concat(Arrays.stream(yes), Arrays.stream(no)).toArray();
    }

    private double share(Reading reading) {
        float[] logits = reading.logits()[0];
        double max = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double[] weights = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - max))
                .toArray();
        double affirmed = Arrays.stream(weights, 0, yes.length).sum();
        return affirmed / Arrays.stream(weights).sum();
    }
}
