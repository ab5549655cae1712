package io.osler.ner.eval;

import io.osler.ner.task.Task;

/** Makes the detector of a setting. */
@FunctionalInterface
public interface DetectorFactory {
    /**
     * @param task with the pool as its examples
     * @throws IllegalArgumentException when the setting names something unknown
     */
    EvalDetector open(Setting setting, Task task);

    /** Changes when the files behind a setting's model or dictionary do; rows under another one are not taken again. */
    default String fingerprint(Setting setting) {
        return "";
    }
}
