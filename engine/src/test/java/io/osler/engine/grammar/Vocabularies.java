package io.osler.engine.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Invented vocabularies: bytes and a few words. Their tokenizer takes the longest token first. */
final class Vocabularies {
    private Vocabularies() {}

    /** Ids 0 to 255 are the bytes, then come the words; the last id is special. */
    static TokenVocabulary bytesAnd(String... words) {
        List<byte[]> tokens = new ArrayList<>();
        IntStream.range(0, 256).forEach(b -> tokens.add(new byte[] {(byte) b}));
        Arrays.stream(words).forEach(word -> tokens.add(word.getBytes(StandardCharsets.UTF_8)));
        tokens.add(null);
        return of(tokens);
    }

    static TokenVocabulary of(List<byte[]> tokens) {
        byte[][] array = tokens.toArray(byte[][]::new);
        TokenTrie trie = new TokenTrie(array);
        return new TokenVocabulary(array, text -> encode(trie, array, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static int[] encode(TokenTrie trie, byte[][] tokens, byte[] text) {
        IntStream.Builder ids = IntStream.builder();
        for (int at = 0; at < text.length; ) {
            int id = trie.longest(text, at, text.length);
            ids.add(id);
            at += tokens[id].length;
        }
        return ids.build().toArray();
    }

    static String text(TokenVocabulary vocabulary, int... ids) {
        byte[] text = bytes(vocabulary, ids);
        return new String(text, StandardCharsets.UTF_8);
    }

    static byte[] bytes(TokenVocabulary vocabulary, int... ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Arrays.stream(ids).mapToObj(vocabulary::bytes).forEach(text::writeBytes);
        return text.toByteArray();
    }

    /** Whether the automaton takes all of the text, whichever tokens it is cut into. */
    static boolean accepts(TokenAutomaton automaton, TokenVocabulary vocabulary, String text) {
        int state = automaton.start();
        for (int id : vocabulary.encode(text)) {
            state = automaton.next(state, id);
            if (state == TokenAutomaton.DEAD) {
                return false;
            }
        }
        return automaton.isComplete(state);
    }
}
