package io.osler.bench.speed;

import io.osler.bench.peers.WorkloadPrompts;
import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.engine.ReadingRequest;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.CopyQuestions;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.prompt.Marks;
import io.osler.ner.prompt.Tanl;
import io.osler.ner.prompt.TanlPrompt;
import io.osler.ner.score.SpanScores;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.List;

/** The workload of the peers, put to an engine: 16 examples that all sentences share, then the sentence. */
final class FewShotWork {
    private static final double OPEN_BIAS = DetectorOptions.openBias(SelectionSpec.SPREAD);

    private static final int WARM_SENTENCES = 8;

    private final Engine engine;
    private final Task task = Tasks.find("clinical").withExamples(WorkloadPrompts.examples());
    private final CopyOrMark.Vocabulary vocabulary;
    private final int[] head;
    private final CopyQuestions questions;

    FewShotWork(Engine engine) {
        this.engine = engine;
        this.vocabulary = CopyOrMark.Vocabulary.of(engine.tokenizer(), Marks.DEFAULT, task.labelNames());
        this.head = engine.prompt(TanlPrompt.head(task, task.examples(), Marks.DEFAULT));
        this.questions = new CopyQuestions(engine, task, ExampleSelector.fixed(task.examples()), OPEN_BIAS);
    }

    /** The first {@code count} sentences, or all where there are fewer. */
    static List<AnnotatedText> sentences(int count) {
        List<AnnotatedText> all = WorkloadPrompts.sentences();
        return all.subList(0, Math.min(count, all.size()));
    }

    static List<String> texts(List<AnnotatedText> sentences) {
        return sentences.stream().map(AnnotatedText::text).toList();
    }

    /** What notes are read with. */
    MentionDetector detector() {
        return new LlmMentionDetector(engine, task, ExampleSelector.fixed(task.examples()), OPEN_BIAS);
    }

    /**
     * Reads what all sentences share, as the peers do before their clocks start, and annotates some of the examples, which
     * no measurement asks about, so that Java is compiled.
     */
    void warm() {
        engine.read(ReadingRequest.of(head));
        engine.generateAll(texts(task.examples().subList(0, WARM_SENTENCES)).stream()
                .map(this::request)
                .toList());
    }

    /** The prompt of a sentence: what all share, then its own part. */
    int[] prompt(String sentence) {
        return questions.of(sentence).prompt();
    }

    /** What the detector asks the engine; here its decisions and its cost can be seen. */
    GenerationRequest request(String sentence) {
        return questions.of(sentence).request();
    }

    /** Token ids that open a mark, and those types begin with. */
    CopyOrMark.Vocabulary vocabulary() {
        return vocabulary;
    }

    static List<Mention> mentions(Generation answer) {
        return Tanl.decode(answer.text().strip(), Marks.DEFAULT).mentions();
    }

    /** Strict scores of the mentions found in each sentence. */
    static SpanScores score(List<AnnotatedText> gold, List<List<Mention>> found) {
        SpanScores scores = SpanScores.NONE;
        for (int i = 0; i < gold.size(); i++) {
            scores = scores.plus(SpanScores.strict(gold.get(i).mentions(), found.get(i)));
        }
        return scores;
    }
}
