package io.osler.ner.detect;

import io.osler.engine.Branch;
import io.osler.engine.Engine;
import io.osler.models.TextSpan;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Says how likely given spans are mentions of each type, without writing the copy: the model reads the unmarked copy
 * once, and each span is a branch of it, opened before its first word and closed behind its last. All branches share the
 * copy and run together, so a sentence takes two steps however many spans there are.
 *
 * <p>A span's score is the logarithm of the probability of its own choices, each among what {@link CopyOrMark} allows
 * there: to open, to go on at each inner word, to close, the type. Safe for many threads.
 */
public final class SpanScorer {
    private final Engine engine;
    private final CopyQuestions questions;

    /**
     * @param openBias added to the log-odds of opening a mark
     */
    public SpanScorer(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this.engine = engine;
        this.questions = new CopyQuestions(engine, task, selector, openBias);
    }

    /**
     * A span, read as a mention of a type.
     *
     * @param span           in the sentence
     * @param logProbability of being marked just so, natural logarithm
     */
    public record ScoredSpan(TextSpan span, String type, double logProbability) {}

    /**
     * Scores spans of a sentence that begin and end with words, as {@link io.osler.ner.text.Words} cuts them.
     *
     * @return for each span one for each type, in their order
     */
    public List<ScoredSpan> score(String sentence, Collection<TextSpan> spans) {
        CopyQuestions.Question question = questions.of(sentence);
        List<MarkPath> trunk = MarkPath.trunk(question.start());
        int[] copy = trunk.getLast().tokens();
        List<MarkPath> paths = new ArrayList<>();
        for (TextSpan span : spans) {
            paths.addAll(readings(span, trunk));
        }
        int[] text = Arrays.copyOf(question.prompt(), question.prompt().length + copy.length);
        System.arraycopy(copy, 0, text, question.prompt().length, copy.length);
        List<Branch> branches = paths.stream()
                .map(path -> path.branch(question.prompt().length))
                .toList();
        List<float[][]> logits = engine.score(text, branches);
        List<ScoredSpan> scores = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            MarkPath path = paths.get(i);
            double logProbability =
                    path.logProbability(logits.get(i), branches.get(i).ids());
            scores.add(new ScoredSpan(path.span(), path.label(), logProbability));
        }
        return scores;
    }

    private static List<MarkPath> readings(TextSpan span, List<MarkPath> trunk) {
        return trunk.stream()
                .filter(point -> point.at().moves().size() > 1)
                .filter(point -> ((CopyOrMark.Point) point.at()).wordSpan().begin() == span.begin())
                .findFirst()
                .map(point -> point.from().taken(1))
                .flatMap(open -> closed(open, span.end()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "span %d to %d does not begin and end with words of the sentence, expected it to"
                                .formatted(span.begin(), span.end())))
                .types();
    }

    /** Goes on word by word to the end of a mention and closes it; empty when no word ends there. */
    private static Optional<MarkPath> closed(MarkPath open, int end) {
        MarkPath path = open;
        while (path.at() instanceof CopyOrMark.Inside inside) {
            if (inside.span().end() == end) {
                return Optional.of(path.closed());
            }
            if (inside.span().end() > end || path.mustClose()) {
                return Optional.empty();
            }
            path = path.taken(0);
        }
        return Optional.empty();
    }
}
