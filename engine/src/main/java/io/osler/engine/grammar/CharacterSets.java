package io.osler.engine.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;

/** Sets of Unicode code points. Surrogates are in none of them: UTF-8 has no bytes for a surrogate. */
final class CharacterSets {
    private CharacterSets() {}

    static BitSet all() {
        return range(Character.MIN_CODE_POINT, Character.MAX_CODE_POINT);
    }

    /** From {@code first} to {@code last}, both included. */
    static BitSet range(int first, int last) {
        BitSet set = new BitSet();
        set.set(first, last + 1);
        set.clear(Character.MIN_SURROGATE, Character.MAX_SURROGATE + 1);
        return set;
    }

    static BitSet of(String characters) {
        BitSet set = new BitSet();
        characters.codePoints().forEach(set::set);
        return set;
    }

    static BitSet complement(BitSet of) {
        BitSet set = all();
        set.andNot(of);
        return set;
    }

    /** Texts of exactly one character of the set. */
    static Automaton automaton(BitSet set) {
        List<Integer> firsts = new ArrayList<>();
        List<Integer> lasts = new ArrayList<>();
        for (int first = set.nextSetBit(0); first >= 0; ) {
            int end = set.nextClearBit(first);
            firsts.add(first);
            lasts.add(end - 1);
            first = set.nextSetBit(end);
        }
        return Automata.makeCharClass(
                firsts.stream().mapToInt(Integer::intValue).toArray(),
                lasts.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Any text, the empty one too. Not Lucene's, which has surrogates in it. */
    static Automaton anyText() {
        Automaton any = new Automaton();
        int state = any.createState();
        any.setAccept(state, true);
        any.addTransition(state, state, Character.MIN_CODE_POINT, Character.MIN_SURROGATE - 1);
        any.addTransition(state, state, Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT);
        any.finishState();
        return any;
    }
}
