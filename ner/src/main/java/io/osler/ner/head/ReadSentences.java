package io.osler.ner.head;

import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.score.SpanScores;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Annotated sentences that frozen models have read once. Reading is most of the work of a fit, so whoever fits several
 * heads, to all sentences or to parts of them, reads first. Takes about 90 kB a sentence with a model of 576 numbers a
 * state. Immutable.
 */
public final class ReadSentences {
    /** Sentences given to the engine together; bounds what waits in memory. */
    private static final int BATCH = 256;

    private final List<ReadingPlan> plans;
    private final List<ReadSentence> sentences;

    ReadSentences(List<ReadingPlan> plans, List<ReadSentence> sentences) {
        this.plans = List.copyOf(plans);
        this.sentences = List.copyOf(sentences);
    }

    /**
     * @param sentences with mentions of the task's labels alone
     * @param options   of which the layers hold
     * @param what      the sentences are called in progress
     * @param progress  told what is done, a line at a time
     */
    public static ReadSentences read(
            HeadReader reader,
            Task task,
            List<GoldSentence> sentences,
            HeadOptions options,
            String what,
            Consumer<String> progress) {
        List<ReadingPlan> plans = reader.plans(options.layers());
        TagSet tags = new TagSet(task.labelNames());
        List<ReadSentence> read = new ArrayList<>();
        long begin = System.nanoTime();
        for (int from = 0; from < sentences.size(); from += BATCH) {
            List<GoldSentence> part = sentences.subList(from, Math.min(sentences.size(), from + BATCH));
            List<CompletableFuture<WordStates>> states =
                    reader.readAll(part.stream().map(GoldSentence::text).toList(), plans);
            for (int i = 0; i < part.size(); i++) {
                GoldSentence gold = part.get(i);
                WordStates of = join(states.get(i));
                read.add(new ReadSentence(
                        gold, of, tags.of(of.words(), gold.gold().mentions())));
            }
            progress.accept("read %,d of %,d %s sentences, %.0f a second"
                    .formatted(read.size(), sentences.size(), what, read.size() / ((System.nanoTime() - begin) / 1e9)));
        }
        return new ReadSentences(plans, read);
    }

    public int size() {
        return sentences.size();
    }

    /** What was annotated, in the order read. */
    public List<GoldSentence> gold() {
        return sentences.stream().map(ReadSentence::gold).toList();
    }

    /** Those at these places, in this order. */
    public ReadSentences at(List<Integer> places) {
        return new ReadSentences(plans, places.stream().map(sentences::get).toList());
    }

    /** What a head makes of the sentence at this place; what is annotated there plays no part. */
    public SentenceReading reading(FittedHead head, int place) {
        ReadSentence sentence = sentences.get(place);
        return head.reading(sentence.text(), sentence.states());
    }

    /** How the likeliest reading of each sentence does. */
    public SpanScores strict(FittedHead head) {
        return sentences.parallelStream()
                .map(sentence -> SpanScores.strict(
                        sentence.gold().gold().mentions(), head.mentions(sentence.text(), sentence.states())))
                .reduce(SpanScores.NONE, SpanScores::plus);
    }

    List<ReadingPlan> plans() {
        return plans;
    }

    List<ReadSentence> sentences() {
        return sentences;
    }

    private static WordStates join(CompletableFuture<WordStates> states) {
        try {
            return states.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
