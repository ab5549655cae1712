package io.osler.ner.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which sentences belong together when some are held out. Where a corpus names no documents (each sentence is its own),
 * sentences that stand together count as one: abstracts lie in such corpora sentence after sentence.
 */
public final class DocumentGroups {
    /** Sentences that count as a document where none is named: more than an abstract has. */
    public static final int BLOCK = 20;

    /** As many blocks as this there are at least, if there are so many sentences. */
    private static final int BLOCKS_LEAST = 30;

    private DocumentGroups() {}

    /** With blocks that shrink where there are few sentences. */
    public static List<String> of(List<GoldSentence> sentences) {
        return of(sentences, block(sentences.size()));
    }

    /** The number of its block for each of so many sentences that come without documents. */
    public static List<String> blocks(int sentences) {
        int block = block(sentences);
        return IntStream.range(0, sentences)
                .mapToObj(i -> Integer.toString(i / block))
                .toList();
    }

    private static int block(int sentences) {
        return Math.clamp(sentences / BLOCKS_LEAST, 1, BLOCK);
    }

    /**
     * @param block how many sentences count as a document where none is named
     * @return the document of each sentence, or the number of its block
     */
    public static List<String> of(List<GoldSentence> sentences, int block) {
        long documents =
                sentences.stream().map(GoldSentence::document).distinct().count();
        boolean named = documents > 1 && documents < sentences.size();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            groups.add(named ? sentences.get(i).document() : Integer.toString(i / block));
        }
        return groups;
    }
}
