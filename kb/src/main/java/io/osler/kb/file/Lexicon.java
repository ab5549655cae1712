package io.osler.kb.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Words, and the trie of names over them. A node is a sequence of words; node 0 is the empty one. Where names consist of
 * exactly these words, the node has rows in {@link Names}.
 */
public final class Lexicon {
    /** No such word or node. */
    public static final int NONE = -1;

    private static final int FIRST_CHILD = 0;
    private static final int FIRST_NAME = 4;
    private static final int PARENT = 8;
    private static final long TAG = 0xFFFF_FFFF_0000_0000L;

    private final Table words;
    private final Table texts;
    private final Table slots;
    private final Table nodes;
    private final Table nodeWords;
    private final int slotMask;

    Lexicon(Table words, Table texts, Table slots, Table nodes, Table nodeWords) {
        this.words = words;
        this.texts = texts;
        this.slots = slots;
        this.nodes = nodes;
        this.nodeWords = nodeWords;
        this.slotMask = slots.rows() - 1;
        if (words.rows() < 1 || nodes.rows() < 2 || Integer.bitCount(slots.rows()) != 1) {
            throw new IndexOutOfBoundsException("no words or nodes");
        }
    }

    public int wordCount() {
        return words.rows() - 1;
    }

    public int nodeCount() {
        return nodes.rows() - 1;
    }

    /** The number of a word in its form for comparison, or {@link #NONE}. */
    public int word(String form) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        return word(Hashes.padded(bytes), bytes.length);
    }

    /**
     * @param padded UTF-8, followed by zeros up to a multiple of eight bytes
     * @param length of the word in bytes
     * @return its number, or {@link #NONE}
     */
    public int word(byte[] padded, int length) {
        long hash = Hashes.ofWord(padded, length);
        int slot = (int) hash & slotMask;
        for (int probes = 0; probes <= slotMask; probes++) {
            long entry = slots.u64(slot);
            if (entry == 0) {
                return NONE;
            }
            if (((entry ^ hash) & TAG) == 0) {
                int word = (int) entry - 1;
                if (isWord(word, padded, length)) {
                    return word;
                }
            }
            slot = (slot + 1) & slotMask;
        }
        return NONE;
    }

    private boolean isWord(int word, byte[] padded, int length) {
        long begin = words.u32(word, 0);
        if (words.u32(word + 1L, 0) - begin != length) {
            return false;
        }
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            if (texts.eightAt(begin + at) != Hashes.eightAt(padded, at)) {
                return false;
            }
        }
        if (at == length) {
            return true;
        }
        long rest = -1L >>> (64 - (length - at) * 8);
        return (texts.eightAt(begin + at) & rest) == Hashes.eightAt(padded, at);
    }

    /** The form of a word. */
    public String form(int word) {
        return texts.text(words.u32(word, 0), words.u32(word + 1L, 0));
    }

    /** The node of one word, or {@link #NONE}. */
    public int firstNode(int word) {
        int node = words.u31(word, 4);
        return node == 0 ? NONE : node;
    }

    /** The node of a node's words and one more, or {@link #NONE}. */
    public int child(int node, int word) {
        int low = nodes.u31(node, FIRST_CHILD);
        int high = nodes.u31(node + 1L, FIRST_CHILD) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = nodeWords.u31(middle, 0);
            if (found == word) {
                return middle;
            }
            if (found < word) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    /** The node of a sequence of words, or {@link #NONE}. */
    public int node(List<String> forms) {
        int node = NONE;
        for (String form : forms) {
            int word = word(form);
            if (word == NONE) {
                return NONE;
            }
            node = node == NONE ? firstNode(word) : child(node, word);
            if (node == NONE) {
                return NONE;
            }
        }
        return node;
    }

    /** The first of a node's rows in {@link Names}. */
    public int firstName(int node) {
        return nodes.u31(node, FIRST_NAME);
    }

    /** The row after the last of a node's names. */
    public int endName(int node) {
        return nodes.u31(node + 1L, FIRST_NAME);
    }

    /** A node's words, from the first. */
    public List<String> forms(int node) {
        List<String> forms = new ArrayList<>();
        for (int at = node; at > 0; at = parent(at)) {
            forms.add(form(nodeWords.u31(at, 0)));
        }
        Collections.reverse(forms);
        return forms;
    }

    /** Nodes are numbered from the root down, so a parent always comes before. */
    int parent(int node) {
        int parent = nodes.u31(node, PARENT);
        if (parent >= node) {
            throw new IndexOutOfBoundsException("node %d has the parent %d".formatted(node, parent));
        }
        return parent;
    }
}
