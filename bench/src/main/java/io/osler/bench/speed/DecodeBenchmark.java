package io.osler.bench.speed;

import io.osler.engine.EngineOptions;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.engine.ReadingRequest;
import io.osler.models.config.DecoderShape;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Writing behind prompts that are read already, one token a step for every sequence. */
public class DecodeBenchmark extends ModelBenchmark {
    private static final int PROMPT_TOKENS = 128;
    private static final int WRITTEN_TOKENS = 32;

    @Param({"1", "8", "32"})
    private int sequences;

    private List<GenerationRequest> requests;

    @Override
    UnaryOperator<EngineOptions> options(DecoderShape shape) {
        return options -> options.withSequencesMax(sequences).withDraftTokensMax(1);
    }

    @Override
    void prepare() {
        FreshPrompts prompts = new FreshPrompts(engine());
        requests = Stream.generate(
                        () -> GenerationRequest.of(prompts.next(PROMPT_TOKENS)).withTokensMax(WRITTEN_TOKENS))
                .limit(sequences)
                .toList();
        engine().readAll(requests.stream()
                .map(request -> ReadingRequest.of(request.prompt()))
                .toList());
    }

    @Benchmark
    public List<Generation> write(Work work) {
        List<Generation> answers = engine().generateAll(requests);
        answers.forEach(answer -> work.tokens += answer.tokens().size());
        return answers;
    }
}
