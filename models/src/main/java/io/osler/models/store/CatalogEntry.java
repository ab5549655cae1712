package io.osler.models.store;

import java.util.List;

/**
 * One model that can be pulled by its id alone.
 *
 * @param id          name of the model and of its directory
 * @param kind        what it is for
 * @param description one line for people
 * @param licence     SPDX identifier, or the name of the terms
 * @param notice      printed before the first byte is fetched; empty for licences that ask for nothing
 * @param parameters  how many weights it has
 * @param files       all files, each with size and hash
 * @param sources     where to take them from, in the order to try; each names every file
 */
public record CatalogEntry(
        String id,
        ModelKind kind,
        String description,
        String licence,
        String notice,
        long parameters,
        List<CatalogFile> files,
        List<ModelSource> sources) {
    public CatalogEntry {
        StoreNames.requireId(id);
        if (kind == null || description == null || licence == null || licence.isBlank()) {
            throw new IllegalArgumentException("%s lacks kind, description or licence".formatted(id));
        }
        if (files == null || files.isEmpty() || sources == null) {
            throw new IllegalArgumentException("%s lacks files or sources".formatted(id));
        }
        notice = notice == null ? "" : notice;
        files = List.copyOf(files);
        sources = List.copyOf(sources);
        for (ModelSource source : sources) {
            for (CatalogFile file : files) {
                if (!source.names(file.name())) {
                    throw new IllegalArgumentException(
                            "%s: %s does not say where %s is".formatted(id, source.describe(), file.name()));
                }
            }
        }
    }

    /** Size of all files together. */
    public long bytes() {
        return files.stream().mapToLong(CatalogFile::bytes).sum();
    }
}
