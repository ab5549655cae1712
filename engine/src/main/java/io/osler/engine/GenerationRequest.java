package io.osler.engine;

import io.osler.engine.grammar.TokenAutomaton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One thing to generate.
 *
 * @param prompt       token ids the text begins with, at least one
 * @param tokensMax    most tokens to generate freely; a grammar ends by itself
 * @param sampling     how free tokens are drawn
 * @param stopStrings  free text ends before the first of these
 * @param grammar      what the text must look like, move by move; empty for free text
 * @param automaton    what the text must look like, token by token; not together with a grammar
 * @param timeLimit    from submission on
 */
public record GenerationRequest(
        int[] prompt,
        int tokensMax,
        SamplingOptions sampling,
        List<String> stopStrings,
        Optional<Grammar> grammar,
        Optional<TokenAutomaton> automaton,
        Optional<Duration> timeLimit) {
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
        if (grammar.isPresent() && automaton.isPresent()) {
            throw new IllegalArgumentException("both a grammar and an automaton are given, expected one at most");
        }
        stopStrings = List.copyOf(stopStrings);
    }

    public static GenerationRequest of(int... prompt) {
        return new GenerationRequest(
                prompt,
                TOKENS_MAX_DEFAULT,
                SamplingOptions.GREEDY,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public GenerationRequest withTokensMax(int tokens) {
        return new GenerationRequest(prompt, tokens, sampling, stopStrings, grammar, automaton, timeLimit);
    }

    public GenerationRequest withSampling(SamplingOptions options) {
        return new GenerationRequest(prompt, tokensMax, options, stopStrings, grammar, automaton, timeLimit);
    }

    public GenerationRequest withStopStrings(String... strings) {
        return new GenerationRequest(prompt, tokensMax, sampling, List.of(strings), grammar, automaton, timeLimit);
    }

    public GenerationRequest withGrammar(Grammar start) {
        return new GenerationRequest(
                prompt, tokensMax, sampling, stopStrings, Optional.of(start), automaton, timeLimit);
    }

    /** The text will be one of the automaton's; it ends there, or where the tokens do. */
    public GenerationRequest withAutomaton(TokenAutomaton texts) {
        return new GenerationRequest(prompt, tokensMax, sampling, stopStrings, grammar, Optional.of(texts), timeLimit);
    }

    public GenerationRequest withTimeLimit(Duration limit) {
        return new GenerationRequest(prompt, tokensMax, sampling, stopStrings, grammar, automaton, Optional.of(limit));
    }
}
