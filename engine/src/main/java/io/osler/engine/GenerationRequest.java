package io.osler.engine;

import java.util.List;
import java.util.Optional;

/**
 * One thing to generate.
 *
 * @param prompt       token ids the text begins with, at least one
 * @param tokensMax    most tokens to generate freely; a grammar ends by itself
 * @param sampling     how free tokens are drawn
 * @param stopStrings  free text ends before the first of these
 * @param grammar      what the text must look like; empty for free text
 */
public record GenerationRequest(
        int[] prompt, int tokensMax, SamplingOptions sampling, List<String> stopStrings, Optional<Grammar> grammar) {
    private static final int TOKENS_MAX_DEFAULT = 256;

    public GenerationRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt has no tokens, expected at least one");
        }
        if (tokensMax < 1) {
            throw new IllegalArgumentException("tokensMax is %d, expected at least 1".formatted(tokensMax));
        }
        if (stopStrings.contains("")) {
            throw new IllegalArgumentException("stopStrings holds an empty string, expected text");
        }
        stopStrings = List.copyOf(stopStrings);
    }

    public static GenerationRequest of(int... prompt) {
        return new GenerationRequest(prompt, TOKENS_MAX_DEFAULT, SamplingOptions.GREEDY, List.of(), Optional.empty());
    }

    public GenerationRequest withTokensMax(int tokens) {
        return new GenerationRequest(prompt, tokens, sampling, stopStrings, grammar);
    }

    public GenerationRequest withSampling(SamplingOptions options) {
        return new GenerationRequest(prompt, tokensMax, options, stopStrings, grammar);
    }

    public GenerationRequest withStopStrings(String... strings) {
        return new GenerationRequest(prompt, tokensMax, sampling, List.of(strings), grammar);
    }

    public GenerationRequest withGrammar(Grammar start) {
        return new GenerationRequest(prompt, tokensMax, sampling, stopStrings, Optional.of(start));
    }
}
