package io.osler.ner.cli;

import io.osler.models.TextSpan;
import io.osler.ner.Annotations;
import io.osler.ner.Mention;
import io.osler.ner.head.SentenceReading;
import io.osler.ner.propose.PlacedSentence;
import io.osler.ner.propose.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/**
 * A prompt or a dictionary. A prompt's doubts are its own: the entropy of the confidences of what it found, and nothing
 * of what it missed. A dictionary has none.
 *
 * @param annotator reads notes; owned
 * @param parts     that it asks; owned
 * @param doubting  whether confidences say anything
 */
record AnnotatorProposer(NoteAnnotator annotator, OpenedParts parts, boolean doubting) implements Proposer {
    @Override
    public List<Proposal> propose(List<Part> notes, IntConsumer progress) {
        List<Proposal> proposals = new ArrayList<>();
        for (Part part : notes) {
            Annotations found = annotator.annotate(part.note(), _ -> {});
            for (PlacedSentence sentence : part.sentences()) {
                if (wasRead(found, sentence.span())) {
                    List<Mention> mentions = sentence.inside(found.mentions());
                    proposals.add(new Proposal(sentence, mentions, uncertainty(mentions)));
                }
            }
            progress.accept(proposals.size());
        }
        return proposals;
    }

    private static boolean wasRead(Annotations found, TextSpan sentence) {
        return found.skipped().stream()
                .noneMatch(skipped -> skipped.begin() < sentence.end() && sentence.begin() < skipped.end());
    }

    private OptionalDouble uncertainty(List<Mention> mentions) {
        return doubting
                ? OptionalDouble.of(mentions.stream()
                        .mapToDouble(mention -> SentenceReading.entropy(mention.confidence()))
                        .sum())
                : OptionalDouble.empty();
    }

    @Override
    public String modelName() {
        return annotator.modelName();
    }

    @Override
    public String weightForm() {
        return annotator.weightForm();
    }

    @Override
    public String doubts() {
        return doubting
                ? "chosen by the doubts of a prompt, which are not calibrated and know nothing of what it missed, and by"
                        + " being unlike each other"
                : "chosen as typical and unlike each other alone: a dictionary has no doubts, a fitted head has";
    }

    @Override
    public void close() {
        annotator.close();
        parts.close();
    }
}
