package io.osler.engine.grammar;

import io.osler.models.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * A language bound to a vocabulary: which tokens may come next.
 *
 * <pre>
 * for (int state = automaton.start(); !automaton.mustEnd(state); ) {
 *     for (int token : automaton.forced(state)) ...             append without asking the model
 *     ... mask logits to automaton.allowed(state), and the end token if automaton.isComplete(state)
 *     state = automaton.next(state, token)
 * }
 * </pre>
 *
 * <p>A state is a number from 0. Only states from which the vocabulary can write a complete text exist, so a
 * generation cannot run into a dead end. Any cut of a text into tokens is allowed, not just the tokenizer's own.
 *
 * <p>Safe for many threads. What is allowed in a state is computed when first asked, by walking a trie of the
 * vocabulary beside the automaton, and kept.
 */
public final class TokenAutomaton {
    /** What {@link #next} gives where a token is not allowed. */
    public static final int DEAD = -1;

    private static final int NONE = -1;

    private final ByteRunAutomaton automaton;
    private final TokenVocabulary vocabulary;
    private final BitSet finishable;
    private final AtomicReferenceArray<TokenSet> allowed;
    private final AtomicReferenceArray<int[]> forced;
    // many states allow the same: inside a string of bounded length, all but the last few
    private final Map<TokenSet, TokenSet> distinct = new ConcurrentHashMap<>();

    private TokenAutomaton(ByteRunAutomaton automaton, TokenVocabulary vocabulary) {
        this.automaton = automaton;
        this.vocabulary = vocabulary;
        this.finishable = finishable(automaton, vocabulary);
        this.allowed = new AtomicReferenceArray<>(automaton.getSize());
        this.forced = new AtomicReferenceArray<>(automaton.getSize());
    }

    /**
     * Binds a language to a vocabulary.
     *
     * @throws IllegalArgumentException if the vocabulary cannot write any text of the language
     */
    public static TokenAutomaton of(TokenLanguage language, TokenVocabulary vocabulary) {
        TokenAutomaton made = new TokenAutomaton(language.automaton(), vocabulary);
        if (!made.finishable.get(made.start())) {
            throw new IllegalArgumentException(
                    "no text of the language can be written with the %d tokens of the vocabulary, expected at least one"
                            .formatted(vocabulary.size()));
        }
        return made;
    }

    /** The same with a vocabulary of its own; to bind more than one language, share a {@link TokenVocabulary}. */
    public static TokenAutomaton of(TokenLanguage language, Tokenizer tokenizer) {
        return of(language, TokenVocabulary.of(tokenizer));
    }

    public int start() {
        return 0;
    }

    /** The tokens that may come next; never a special one. Empty where nothing may follow. */
    public TokenSet allowed(int state) {
        require(state);
        TokenSet known = allowed.get(state);
        if (known == null) {
            BitSet found = new BitSet(vocabulary.size());
            vocabulary.trie().collect(automaton, 0, state, finishable::get, found);
            TokenSet made = new TokenSet(found);
            TokenSet same = distinct.putIfAbsent(made, made);
            known = same == null ? made : same;
            allowed.set(state, known); // two threads may both do this; the results are equal
        }
        return known;
    }

    /** The state after {@code token}, or {@link #DEAD} if the token is not allowed. */
    public int next(int state, int token) {
        require(state);
        byte[] bytes = vocabulary.bytes(token);
        int at = bytes.length == 0 ? DEAD : state;
        for (int i = 0; i < bytes.length && at != DEAD; i++) {
            at = automaton.step(at, bytes[i] & 0xFF);
        }
        return at != DEAD && finishable.get(at) ? at : DEAD;
    }

    /** Whether the text may end here. */
    public boolean isComplete(int state) {
        require(state);
        return automaton.isAccept(state);
    }

    /** Whether the text must end here: it is complete, and no token may follow. */
    public boolean mustEnd(int state) {
        return isComplete(state) && allowed(state).isEmpty();
    }

    /**
     * The tokens that come next whatever the model prefers, cut as the tokenizer cuts text; each is allowed after those
     * before it. Stops before a token that a longer one could take in together with text not forced: with {@code fever}
     * and {@code ferritin} to choose from, {@code fe} is not forced where {@code fever} is one token.
     *
     * @return a new array; empty where the next token is a choice, or the text may end
     */
    public int[] forced(int state) {
        require(state);
        int[] known = forced.get(state);
        if (known == null) {
            known = computeForced(state);
            forced.set(state, known);
        }
        return known.clone();
    }

    private int[] computeForced(int state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = state;
        for (int b = onlyByte(end); b != NONE; b = onlyByte(end)) {
            bytes.write(b);
            end = automaton.step(end, b);
        }
        ForcedText text = new ForcedText(vocabulary, bytes);
        int[] tokens = bytes.size() == 0 ? new int[0] : text.tokens();
        int at = state;
        int begin = 0;
        for (int i = 0; i < tokens.length; i++) {
            at = next(at, tokens[i]);
            if (at == DEAD || hasLonger(text.nodeFrom(begin), end)) {
                return Arrays.copyOf(tokens, i);
            }
            begin += vocabulary.bytes(tokens[i]).length;
        }
        return tokens;
    }

    /** The one byte that can follow where the text may not end, or {@link #NONE}. */
    private int onlyByte(int state) {
        int only = NONE;
        for (int b = 0; b < 256; b++) {
            if (automaton.step(state, b) >= 0) {
                if (only != NONE) {
                    return NONE;
                }
                only = b;
            }
        }
        return automaton.isAccept(state) ? NONE : only;
    }

    /** Whether a token longer than the path to {@code node} is allowed, the automaton being in {@code end} there. */
    private boolean hasLonger(int node, int end) {
        if (node == TokenTrie.NO_NODE) {
            return false;
        }
        BitSet found = new BitSet();
        vocabulary.trie().collect(automaton, node, end, finishable::get, found);
        return !found.isEmpty();
    }

    private void require(int state) {
        if (state < 0 || state >= automaton.getSize()) {
            throw new IllegalArgumentException(
                    "state is %d, expected 0 to %d".formatted(state, automaton.getSize() - 1));
        }
    }

    /**
     * States from which tokens lead to a complete text. Every state has bytes that do, but a vocabulary may lack some
     * byte. Along bytes that are tokens themselves it is a matter of a few sweeps; the vocabulary is walked only for
     * what is then left, in most vocabularies nothing.
     */
    private static BitSet finishable(ByteRunAutomaton automaton, TokenVocabulary vocabulary) {
        BitSet done = new BitSet();
        for (int state = 0; state < automaton.getSize(); state++) {
            done.set(state, automaton.isAccept(state));
        }
        boolean[] own = vocabulary.ownBytes();
        spread(automaton, done, state -> {
            for (int b = 0; b < 256; b++) {
                int next = own[b] ? automaton.step(state, b) : DEAD;
                if (next != DEAD && done.get(next)) {
                    return true;
                }
            }
            return false;
        });
        spread(automaton, done, state -> {
            BitSet found = new BitSet();
            vocabulary.trie().collect(automaton, 0, state, done::get, found);
            return !found.isEmpty();
        });
        return done;
    }

    /** Sweeps from the last state to the first, as states are numbered from the start on, until nothing is added. */
    private static void spread(ByteRunAutomaton automaton, BitSet done, IntPredicate leadsOn) {
        for (boolean added = true; added; ) {
            added = false;
            for (int state = automaton.getSize() - 1; state >= 0; state--) {
                if (!done.get(state) && leadsOn.test(state)) {
                    done.set(state);
                    added = true;
                }
            }
        }
    }
}
