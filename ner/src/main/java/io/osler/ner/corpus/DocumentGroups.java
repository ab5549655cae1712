package io.osler.ner.corpus;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which sentences belong together when some are held out. Where a corpus names no documents (each sentence is its own),
 * sentences that stand together count as one: abstracts lie in such corpora sentence after sentence. Documents that are
 * sentences of one note ({@link SentenceId}) are one.
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
        List<String> notes = sentences.stream()
                .map(sentence -> SentenceId.note(sentence.document()))
                .toList();
        long documents = notes.stream().distinct().count();
        if (documents > 1 && documents < sentences.size()) {
            return notes;
        }
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> Integer.toString(i / block))
                .toList();
    }
}
