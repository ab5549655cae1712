package io.osler.ner.evidence;

import io.osler.ner.head.HeadModel;
import java.util.List;

/**
 * What fitted evidence goes with, as its file says first.
 *
 * @param format   version of the file
 * @param model    whose odds it weighs
 * @param task     name of the task
 * @param taskHash of the task's name and labels
 * @param labels   of the task
 * @param prompt   how the model was asked
 * @param names    what dictionary it asks, by its fingerprint; empty when none
 * @param parts    who speaks, as {@link EvidencePart#parse} reads it
 * @param scores   on documents held out
 */
public record EvidenceInfo(
        int format,
        HeadModel model,
        String task,
        String taskHash,
        List<String> labels,
        PromptSettings prompt,
        String names,
        String parts,
        EvidenceScores scores) {
    public static final int FORMAT = 1;

    public EvidenceInfo {
        labels = List.copyOf(labels);
    }
}
