package io.osler.bench.speed;

import io.osler.engine.Branch;
import io.osler.ner.prompt.CopyOrMark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;

/** 40 branches from points of one sentence's copy: open a mark there, and the odds of what may come next. */
public class BranchBenchmark extends ModelBenchmark {
    private static final int BRANCHES = 40;

    private int[] text;
    private List<Branch> branches;

    @Override
    void prepare() {
        FewShotWork work = new FewShotWork(engine());
        String sentence = FewShotWork.sentences(1).getFirst().text();
        int[] copy = engine().tokenizer().encode(" " + sentence);
        int[] prompt = work.prompt(sentence);
        text = Arrays.copyOf(prompt, prompt.length + copy.length);
        System.arraycopy(copy, 0, text, prompt.length, copy.length);
        CopyOrMark.Vocabulary marks = work.vocabulary();
        branches = IntStream.range(0, BRANCHES)
                .mapToObj(i -> prompt.length + i % copy.length)
                .map(point -> new Branch(point, marks.openSpaced(), marks.bar()[0], marks.openSpaced()[0]))
                .toList();
        score(new Work());
    }

    @Benchmark
    public List<float[][]> score(Work work) {
        List<float[][]> scores = engine().score(text, branches);
        work.tokens += scores.stream().mapToInt(rows -> rows.length).sum();
        return scores;
    }
}
