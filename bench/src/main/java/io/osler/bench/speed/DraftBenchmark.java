package io.osler.bench.speed;

import io.osler.engine.EngineOptions;
import io.osler.engine.Generation;
import io.osler.models.config.DecoderShape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Marking one sentence after the other, its prompt read already, with drafts of the plain copy and without. */
public class DraftBenchmark extends ModelBenchmark {
    private static final int SENTENCES = 8;

    @Param({"64", "1"})
    private int draftTokensMax;

    private FewShotWork work;
    private List<String> sentences;
    private int next;

    @Override
    UnaryOperator<EngineOptions> options(DecoderShape shape) {
        return options -> options.withSequencesMax(1).withDraftTokensMax(draftTokensMax);
    }

    @Override
    void prepare() {
        work = new FewShotWork(engine());
        work.warm();
        sentences = FewShotWork.texts(FewShotWork.sentences(SENTENCES));
    }

    @Benchmark
    public Generation mark(Work done) {
        Generation answer = engine().generate(work.request(sentences.get(next++ % SENTENCES)));
        done.tokens += answer.tokens().size();
        return answer;
    }
}
