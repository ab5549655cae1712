package io.osler.ner.head;

import io.osler.engine.tagger.TaggerSizes;
import java.util.List;

/**
 * What a head is, as its file says in its header.
 *
 * @param format      version of the file
 * @param model       the model's name when the head was fitted
 * @param modelHash   of the model's files
 * @param form        number format in which the model was read
 * @param tokenHash   of the tokenizer's vocabulary
 * @param task        name of the task
 * @param taskHash    of the task's name and labels
 * @param labels      in the order of the tags
 * @param reading     how sentences are put before the model
 * @param sizes       of each network
 * @param networks    how many there are
 * @param names       what dictionary the head asks, by its fingerprint; empty when none
 * @param sentences   it was fitted to
 * @param scores      on sentences held out
 */
public record HeadInfo(
        int format,
        String model,
        String modelHash,
        String form,
        String tokenHash,
        String task,
        String taskHash,
        List<String> labels,
        ReadingPlan reading,
        TaggerSizes sizes,
        int networks,
        String names,
        int sentences,
        HeadScores scores) {
    public static final int FORMAT = 1;

    public HeadInfo {
        labels = List.copyOf(labels);
    }

    HeadInfo with(HeadScores other) {
        return new HeadInfo(
                format, model, modelHash, form, tokenHash, task, taskHash, labels, reading, sizes, networks, names,
                sentences, other);
    }
}
