package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.engine.Grammar;
import io.osler.ner.Mention;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A language model reads examples and the sentence and writes the sentence again with marks, held to
 * {@link CopyOrMark}. Confidence of a mention is the product of the probabilities of its own choices: to open, to go
 * on at each word, to close, and the type, each among what the grammar allowed.
 */
public final class LlmMentionDetector implements MentionDetector {
    private final Engine engine;
    private final CopyQuestions questions;

    /**
     * @param openBias added to the log-odds of opening a mark
     */
    public LlmMentionDetector(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this.engine = engine;
        this.questions = new CopyQuestions(engine, task, selector, openBias);
    }

    @Override
    public List<Mention> detect(String sentence) {
        CopyQuestions.Question question = questions.of(sentence);
        return mentions(question.start(), engine.generate(question.request()).decisions());
    }

    @Override
    public List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        List<CopyQuestions.Question> asked =
                sentences.stream().map(questions::of).toList();
        List<CompletableFuture<Generation>> answers = engine.submitAll(
                asked.stream().map(CopyQuestions.Question::request).toList());
        return IntStream.range(0, asked.size())
                .mapToObj(i ->
                        answers.get(i).thenApply(answer -> mentions(asked.get(i).start(), answer.decisions())))
                .toList();
    }

    /** Walks the grammar again along what was decided, and reads the mentions off its points. */
    static List<Mention> mentions(Grammar start, List<Grammar.Decision> decisions) {
        List<Mention> mentions = new ArrayList<>();
        Iterator<Grammar.Decision> decided = decisions.iterator();
        double logProbability = 0;
        Grammar at = start;
        for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
            int chosen = 0;
            if (moves.size() > 1) {
                Grammar.Decision decision = decided.next();
                chosen = decision.chosen();
                double own = decision.logProbabilities()[chosen];
                logProbability = at instanceof CopyOrMark.Outside ? own : logProbability + own;
            }
            Grammar.Move move = moves.get(chosen);
            if (at instanceof CopyOrMark.Typing typing) {
                double confidence = Math.min(1, Math.exp(logProbability));
                typing.label(move).ifPresent(label -> mentions.add(new Mention(typing.span(), label, confidence)));
            }
            at = move.next();
        }
        return mentions;
    }
}
