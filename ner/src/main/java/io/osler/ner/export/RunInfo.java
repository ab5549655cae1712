package io.osler.ner.export;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/**
 * Where results come from; stands in every output that has a place for it.
 *
 * @param toolVersion Osler's
 * @param modelId     as the model store calls it
 * @param weightForm  number format of the weights as they ran, such as {@code Q4_1} or {@code bf16}
 * @param knowledgeBase the one that was asked; empty when none was
 * @param taskName    what was looked for
 * @param labels      all types a mention may have, in the order reports list them
 * @param startedAt   of the run; nothing else in an output depends on the clock
 */
public record RunInfo(
        String toolVersion,
        String modelId,
        String weightForm,
        String knowledgeBase,
        String taskName,
        List<String> labels,
        Instant startedAt) {
    public RunInfo {
        requireNonNull(toolVersion, "toolVersion");
        requireNonNull(modelId, "modelId");
        requireNonNull(weightForm, "weightForm");
        requireNonNull(knowledgeBase, "knowledgeBase");
        requireNonNull(taskName, "taskName");
        requireNonNull(startedAt, "startedAt");
        labels = List.copyOf(labels);
        HashSet<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                throw new IllegalArgumentException("label '%s' stands twice in %s".formatted(label, labels));
            }
        }
    }

    /** Of a run that asked no knowledge base. */
    public RunInfo(
            String toolVersion,
            String modelId,
            String weightForm,
            String taskName,
            List<String> labels,
            Instant startedAt) {
        this(toolVersion, modelId, weightForm, "", taskName, labels, startedAt);
    }
}
