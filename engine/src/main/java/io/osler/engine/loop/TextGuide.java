package io.osler.engine.loop;

import io.osler.engine.grammar.TokenAutomaton;
import io.osler.engine.plan.Logits;
import io.osler.engine.sample.Sampler;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/** Where one text stands in an automaton, and the drawing of tokens that stay within it. */
final class TextGuide {
    private final TokenAutomaton automaton;
    private final int[] stopIds;
    private int state;

    TextGuide(TokenAutomaton automaton, Set<Integer> stopIds) {
        this.automaton = automaton;
        this.stopIds = stopIds.stream().mapToInt(Integer::intValue).sorted().toArray();
        this.state = automaton.start();
    }

    /** Draws among the tokens that may follow; where the text may end the model's stop tokens are among them. */
    int draw(Sampler sampler, Logits logits, int row) {
        int[] ids = automaton.allowed(state).ids();
        if (automaton.isComplete(state)) {
            ids = IntStream.concat(Arrays.stream(ids), Arrays.stream(stopIds)).toArray();
        }
        return ids[sampler.draw(logits.of(row, ids), 0)];
    }

    /** Goes on by a token; whether the text must end there. */
    boolean take(int token) {
        state = automaton.next(state, token);
        return automaton.mustEnd(state);
    }

    int[] forced() {
        return automaton.forced(state);
    }
}
