package io.osler.engine.loop;

import io.osler.engine.Generation.FinishReason;
import io.osler.engine.Generation.Token;
import io.osler.engine.GenerationRequest;
import io.osler.engine.plan.Logits;
import io.osler.engine.sample.Sampler;
import io.osler.models.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Generates free text. Drafts are looked up in the text so far; each drafted token is drawn all the same, and the draft
 * holds as far as it is what was drawn, so the text is the same with and without.
 */
final class FreeWork implements Work {
    private static final int[] NONE = {};

    private final GenerationRequest request;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final Consumer<String> pieces;
    private final Sampler sampler;
    private final StopScanner text;
    private final PromptLookup lookup;
    private final Optional<TextGuide> guide;
    private final List<Token> tokens = new ArrayList<>();
    private FinishReason reason;

    /**
     * @param pieces hears text as it comes up, never an empty piece
     */
    FreeWork(GenerationRequest request, Tokenizer tokenizer, Set<Integer> stopIds, Consumer<String> pieces) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.stopIds = stopIds;
        this.pieces = pieces;
        this.sampler = new Sampler(request.sampling());
        this.text = new StopScanner(request.stopStrings());
        this.lookup = new PromptLookup(request.prompt());
        this.guide = request.automaton().map(automaton -> new TextGuide(automaton, stopIds));
    }

    List<Token> tokens() {
        return tokens;
    }

    String text() {
        return text.text();
    }

    @Override
    public int tokensMax() {
        return request.prompt().length + request.tokensMax();
    }

    @Override
    public int[] begin() {
        return forced();
    }

    @Override
    public Optional<FinishReason> finished() {
        return Optional.ofNullable(reason);
    }

    @Override
    public Ask ask(int length, int from, int end, int draftMax) {
        if (end < length) {
            return Ask.nothing(end);
        }
        int room = Math.min(draftMax, Math.min(end - length, request.tokensMax() - tokens.size() - 1));
        int[] draft = guide.isPresent() ? NONE : lookup.draft(room);
        int[] rows = new int[1 + draft.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = length - 1 + i;
        }
        return new Ask(length + draft.length, draft, rows, NONE, NONE);
    }

    @Override
    public Verdict settle(Ask ask, Answer answer) {
        int kept = 0;
        while (true) {
            int drawn = draw(answer.logits(), answer.firstRow() + kept);
            boolean drafted = kept < ask.draft().length && ask.draft()[kept] == drawn;
            if (reason != null || !drafted) {
                lookup.judged(ask.draft().length, kept);
                return new Verdict(kept, withForced(drawn));
            }
            kept++;
        }
    }

    /** Draws one token, adds it to the text and sees whether that was the last. */
    private int draw(Logits logits, int row) {
        int drawn = guide.map(texts -> texts.draw(sampler, logits, row)).orElseGet(() -> sampler.draw(logits, row));
        if (stopIds.contains(drawn)) {
            end(guide.isPresent() ? FinishReason.GRAMMAR : FinishReason.END_OF_TURN);
        } else {
            add(drawn, Sampler.logProbability(logits, row, drawn));
        }
        return drawn;
    }

    private int[] withForced(int drawn) {
        int[] forced = reason == null ? forced() : NONE;
        int[] all = Arrays.copyOf(new int[] {drawn}, 1 + forced.length);
        System.arraycopy(forced, 0, all, 1, forced.length);
        return all;
    }

    /** What the guide leaves no choice about, as far as tokens may be generated. */
    private int[] forced() {
        int[] forced = guide.map(TextGuide::forced).orElse(NONE);
        int count = 0;
        while (count < forced.length && reason == null) {
            add(forced[count++], Double.NaN);
        }
        return Arrays.copyOf(forced, count);
    }

    private void add(int token, double logProbability) {
        tokens.add(new Token(token, logProbability));
        lookup.add(token);
        boolean stopped = text.add(tokenizer.bytes(token));
        say(text.release());
        boolean complete = guide.map(texts -> texts.take(token)).orElse(false);
        if (stopped) {
            end(FinishReason.STOP_STRING);
        } else if (complete) {
            end(FinishReason.GRAMMAR);
        } else if (tokens.size() >= request.tokensMax()) {
            end(FinishReason.LENGTH);
        }
    }

    /** The context is full: what there is, is the answer. */
    void endForLength() {
        end(FinishReason.LENGTH);
    }

    private void end(FinishReason why) {
        reason = why;
        say(text.finish());
    }

    private void say(String piece) {
        if (!piece.isEmpty()) {
            pieces.accept(piece);
        }
    }
}
