package io.osler.ner.cli;

import io.osler.ner.ClinicalNote;
import io.osler.ner.propose.PlacedSentence;
import io.osler.ner.propose.Proposal;
import java.util.List;
import java.util.function.IntConsumer;

/** Reads sentences and proposes their mentions. */
interface Proposer extends AutoCloseable {
    /**
     * A note and those of its sentences that are worth an annotator's time.
     *
     * @param note      whole
     * @param sentences in order
     */
    record Part(ClinicalNote note, List<PlacedSentence> sentences) {}

    /**
     * @param progress told now and then how many sentences are read
     * @return a proposal for each sentence that could be read
     */
    List<Proposal> propose(List<Part> notes, IntConsumer progress);

    /** As results name it. */
    String modelName();

    /** As results name it. */
    String weightForm();

    /** How far its doubts can be believed, for people. */
    String doubts();

    @Override
    void close();
}
