package io.osler.ner.detect;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.engine.Grammar;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.prompt.Marks;
import io.osler.ner.prompt.TanlPrompt;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A language model reads examples and the sentence and writes the sentence again with marks, held to
 * {@link CopyOrMark}. Confidence of a mention is the product of the probabilities of its own choices: to open, to go
 * on at each word, to close, and the type, each among what the grammar allowed.
 */
public final class LlmMentionDetector implements MentionDetector {
    private final Engine engine;
    private final Task task;
    private final ExampleSelector selector;
    private final double openBias;
    private final Map<Marks, CopyOrMark.Vocabulary> vocabularies = new ConcurrentHashMap<>();

    /**
     * @param openBias added to the log-odds of opening a mark
     */
    public LlmMentionDetector(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this.engine = engine;
        this.task = task;
        this.selector = selector;
        this.openBias = openBias;
    }

    @Override
    public List<Mention> detect(String sentence) {
        Question question = question(sentence);
        return mentions(question.start, engine.generate(question.request).decisions());
    }

    @Override
    public List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        List<Question> questions = sentences.stream().map(this::question).toList();
        List<CompletableFuture<Generation>> answers =
                engine.submitAll(questions.stream().map(Question::request).toList());
        return IntStream.range(0, questions.size())
                .mapToObj(i -> answers.get(i)
                        .thenApply(answer -> mentions(questions.get(i).start, answer.decisions())))
                .toList();
    }

    private record Question(Grammar start, GenerationRequest request) {}

    private Question question(String sentence) {
        List<AnnotatedText> examples = selector.select(sentence);
        Marks marks = Marks.absentFrom(
                Stream.concat(Stream.of(sentence), examples.stream().map(AnnotatedText::text))
                        .toArray(String[]::new));
        CopyOrMark.Vocabulary vocabulary = vocabularies.computeIfAbsent(
                marks, set -> CopyOrMark.Vocabulary.of(engine.tokenizer(), set, task.labelNames()));
        Grammar start = new CopyOrMark(engine.tokenizer(), vocabulary, sentence, openBias).start();
        return new Question(
                start, GenerationRequest.of(prompt(sentence, examples, marks)).withGrammar(start));
    }

    private int[] prompt(String sentence, List<AnnotatedText> examples, Marks marks) {
        int[] head = engine.prompt(TanlPrompt.head(task, examples, marks));
        int[] tail = engine.tokenizer().encode(TanlPrompt.tail(sentence));
        int[] prompt = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, prompt, head.length, tail.length);
        return prompt;
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
