package io.osler.ner.head;

import io.osler.engine.tagger.TaggerSizes;
import java.util.List;

/**
 * What a head is, as its file says in its header.
 *
 * @param format      version of the file
 * @param readings    the models it was fitted on, in the order of their states, and how they read
 * @param task        name of the task
 * @param taskHash    of the task's name and labels
 * @param labels      in the order of the tags
 * @param sizes       of each network
 * @param networks    how many there are
 * @param names       what dictionary the head asks, by its fingerprint; empty when none
 * @param sentences   it was fitted to
 * @param scores      on sentences held out
 */
public record HeadInfo(
        int format,
        List<ModelReading> readings,
        String task,
        String taskHash,
        List<String> labels,
        TaggerSizes sizes,
        int networks,
        String names,
        int sentences,
        HeadScores scores) {
    public static final int FORMAT = 2;

    public HeadInfo {
        readings = List.copyOf(readings);
        labels = List.copyOf(labels);
    }

    /** The models' names when the head was fitted. */
    public List<String> models() {
        return readings.stream().map(reading -> reading.model().name()).toList();
    }

    List<ReadingPlan> plans() {
        return readings.stream().map(ModelReading::plan).toList();
    }

    HeadInfo with(HeadScores other) {
        return new HeadInfo(format, readings, task, taskHash, labels, sizes, networks, names, sentences, other);
    }
}
