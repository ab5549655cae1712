package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;

/**
 * Reading and writing without help: prompts that share nothing, one sequence, one token a step.
 *
 * @param prefill tokens per second of a prompt of {@value #PREFILL_TOKENS}
 * @param decode  tokens per second behind it
 */
record PlainSpeed(Spread prefill, Spread decode) {
    static final int PREFILL_TOKENS = 512;

    /** As many as the peers write: later tokens attend to more, and so cost more. */
    private static final int DECODE_TOKENS = 128;

    static PlainSpeed measure(BenchModel model, int rounds) {
        double[] prefill = new double[rounds];
        double[] decode = new double[rounds];
        try (Engine engine = model.open(options -> options.withDraftTokensMax(1))) {
            FreshPrompts prompts = new FreshPrompts(engine);
            for (int round = -1; round < rounds; round++) {
                GenerationRequest request = GenerationRequest.of(prompts.next(PREFILL_TOKENS));
                Generation made = engine.generate(request.withTokensMax(DECODE_TOKENS));
                if (round >= 0) { // the first one compiles
                    prefill[round] = PREFILL_TOKENS / (made.usage().prefillNanos() / 1e9);
                    decode[round] = (made.tokens().size() - 1) / (made.usage().decodeNanos() / 1e9);
                }
            }
        }
        return new PlainSpeed(Spread.of(prefill), Spread.of(decode));
    }
}
