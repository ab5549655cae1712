package io.osler.models.store;

import io.osler.models.config.EncoderRecipe;
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
 * @param encoder     how an encoder is meant to be used, as its card says; null for other models
 * @param files       all files, each with size and hash; none where the source is a whole repository of the hub, which
 *                    says itself what it holds
 * @param sources     where to take them from, in the order to try; each names every file
 */
public record CatalogEntry(
        String id,
        ModelKind kind,
        String description,
        String licence,
        String notice,
        long parameters,
        EncoderRecipe encoder,
        List<CatalogFile> files,
        List<ModelSource> sources) {
    public CatalogEntry {
        StoreNames.requireId(id);
        if (kind == null || description == null || licence == null || licence.isBlank()) {
            throw new IllegalArgumentException("%s lacks kind, description or licence".formatted(id));
        }
        boolean listedByHub =
                sources != null && sources.size() == 1 && sources.getFirst() instanceof ModelSource.HubRepository;
        files = files == null && listedByHub ? List.of() : files;
        if (files == null || files.isEmpty() != listedByHub || sources == null) {
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

    public CatalogEntry(
            String id,
            ModelKind kind,
            String description,
            String licence,
            String notice,
            long parameters,
            List<CatalogFile> files,
            List<ModelSource> sources) {
        this(id, kind, description, licence, notice, parameters, null, files, sources);
    }

    /** Size of all files together; 0 where the hub says it. */
    public long bytes() {
        return files.stream().mapToLong(CatalogFile::bytes).sum();
    }
}
