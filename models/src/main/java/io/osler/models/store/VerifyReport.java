package io.osler.models.store;

import java.util.List;

/**
 * What {@link ModelStore#verify} found.
 *
 * @param id       the model
 * @param files    one check for each file of the manifest, then what the catalogue expects beyond it
 * @param unlisted files in the directory that the manifest does not know; derived files lie there, so they are no error
 */
public record VerifyReport(String id, List<FileCheck> files, List<String> unlisted) {
    public VerifyReport {
        files = List.copyOf(files);
        unlisted = List.copyOf(unlisted);
    }

    /** Whether every file is as it should be. */
    public boolean ok() {
        return files.stream().allMatch(check -> check.status() == FileStatus.OK);
    }

    public enum FileStatus {
        OK,
        MISSING,
        WRONG_SIZE,
        WRONG_SHA256,
        /** The manifest itself disagrees with the catalogue. */
        NOT_AS_CATALOGUED
    }

    /**
     * @param name   the file
     * @param status what is the matter
     * @param found  a sentence: what was found and what was expected
     */
    public record FileCheck(String name, FileStatus status, String found) {}
}
