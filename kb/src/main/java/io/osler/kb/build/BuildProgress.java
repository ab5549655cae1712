package io.osler.kb.build;

/** Hears how far a build is. Called by the building thread, a few times a second at most per step. */
@FunctionalInterface
public interface BuildProgress {
    /** Hears nothing. */
    BuildProgress SILENT = (step, done, total) -> {};

    /**
     * @param step  what is being done, such as {@code reading doid}
     * @param done  how many facts or rows of this step are done
     * @param total how many there are; -1 when that is not known
     */
    void at(String step, long done, long total);
}
