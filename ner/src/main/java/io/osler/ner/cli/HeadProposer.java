package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadMentionDetector;
import io.osler.ner.head.HeadNames;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.Heads;
import io.osler.ner.head.SentenceReading;
import io.osler.ner.propose.PlacedSentence;
import io.osler.ner.propose.Proposal;
import io.osler.ner.propose.Uncertainty;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** Fitted heads: the only ones whose doubts are measured. Owns models and names. */
final class HeadProposer implements Proposer {
    private static final int BATCH = 256;

    private final HeadReader reader;
    private final Optional<KnowledgeBase> names;
    private final HeadMentionDetector detector;
    private final Uncertainty uncertainty;

    private HeadProposer(
            HeadReader reader, Optional<KnowledgeBase> names, HeadMentionDetector detector, Uncertainty uncertainty) {
        this.reader = reader;
        this.names = names;
        this.detector = detector;
        this.uncertainty = uncertainty;
    }

    /** @param reader of the heads' models; taken over */
    static HeadProposer open(HeadReader reader, ProposeOptions options, Task task) {
        HeadsOption heads = options.heads();
        Optional<KnowledgeBase> names = Optional.empty();
        try {
            names = heads.names();
            Optional<HeadNames> asked = names.map(open -> HeadNames.of(open, LabelTypes.of(task)));
            List<FittedHead> opened = heads.files().stream()
                    .map(file -> Heads.open(file, reader, asked))
                    .toList();
            return new HeadProposer(
                    reader,
                    names,
                    new HeadMentionDetector(reader, opened, heads.confidenceMin()),
                    options.uncertainty());
        } catch (RuntimeException e) {
            names.ifPresent(KnowledgeBase::close);
            reader.close();
            throw e;
        }
    }

    @Override
    public List<Proposal> propose(List<Part> notes, IntConsumer progress) {
        List<PlacedSentence> all =
                notes.stream().flatMap(part -> part.sentences().stream()).toList();
        List<Proposal> proposals = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<PlacedSentence> part = all.subList(from, Math.min(all.size(), from + BATCH));
            List<CompletableFuture<SentenceReading>> readings =
                    detector.readings(part.stream().map(PlacedSentence::text).toList());
            for (int i = 0; i < part.size(); i++) {
                SentenceReading reading = readings.get(i).join();
                proposals.add(
                        new Proposal(part.get(i), reading.mentions(), OptionalDouble.of(uncertainty.of(reading))));
            }
            progress.accept(proposals.size());
        }
        return proposals;
    }

    @Override
    public String modelName() {
        return reader.name() + " with a fitted head";
    }

    @Override
    public String weightForm() {
        return LowerCaseName.of(reader.weightForm());
    }

    @Override
    public String doubts() {
        return "chosen by what the head is unsure of (%s) and by being unlike each other"
                .formatted(LowerCaseName.of(uncertainty));
    }

    @Override
    public void close() {
        reader.close();
        names.ifPresent(KnowledgeBase::close);
    }
}
