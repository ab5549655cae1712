package io.osler.models.store;

import io.osler.models.ModelException;
import io.osler.models.config.EncoderRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * What one model of the store consists of and where it came from: {@code manifest.json} in the model's directory, JSON
 * with one property for each component below. Written as the last file of a pull, before the directory is moved into
 * the store. Properties this version does not know are skipped.
 *
 * @param id           name of the model and of its directory
 * @param reference    what was asked for: an id, {@code hub:…} or {@code dir:…}
 * @param source       the source that gave the files, as {@link ModelSource#describe()} says it
 * @param licence      SPDX identifier or name of the terms; {@code unknown} where the source does not say
 * @param encoder      how an encoder is meant to be used, as the catalogue said at the pull; null where it did not
 * @param files        the files the model consists of; other files in the directory are derived from these
 * @param pulledAt     when the pull ended
 * @param oslerVersion the version that pulled
 */
public record ModelManifest(
        String id,
        String reference,
        String source,
        String licence,
        EncoderRecipe encoder,
        List<CatalogFile> files,
        Instant pulledAt,
        String oslerVersion) {
    public ModelManifest {
        StoreNames.requireId(id);
        if (reference == null || source == null || licence == null || pulledAt == null || oslerVersion == null) {
            throw new IllegalArgumentException(
                    "manifest of %s lacks reference, source, licence, pulledAt or oslerVersion".formatted(id));
        }
        if (files == null || files.isEmpty()) {
            throw new IllegalArgumentException("manifest of %s lists no file".formatted(id));
        }
        files = List.copyOf(files);
        Set<String> names = new HashSet<>();
        for (CatalogFile file : files) {
            if (!names.add(file.name())) {
                throw new IllegalArgumentException("manifest of %s lists %s twice".formatted(id, file.name()));
            }
        }
    }

    public ModelManifest(
            String id,
            String reference,
            String source,
            String licence,
            List<CatalogFile> files,
            Instant pulledAt,
            String oslerVersion) {
        this(id, reference, source, licence, null, files, pulledAt, oslerVersion);
    }

    /** Size of all files together. */
    public long bytes() {
        return files.stream().mapToLong(CatalogFile::bytes).sum();
    }

    /**
     * Reads the manifest of a model directory.
     *
     * @throws ModelException FILE_MISSING without a manifest, FILE_CORRUPT when it is not one
     */
    public static ModelManifest read(Path modelDirectory) {
        Path file = modelDirectory.resolve(StoreNames.MANIFEST);
        try {
            return StoreJson.LENIENT.readValue(Files.readAllBytes(file), ModelManifest.class);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    file.toString(),
                    "is not there, so the directory is no model of the store: delete or rename it",
                    e);
        } catch (IOException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, file.toString(), "cannot be read: " + e, e);
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    file.toString(),
                    "is not a manifest: %s. Delete %s and pull the model again"
                            .formatted(StoreJson.reason(e), modelDirectory),
                    e);
        }
    }

    void write(Path modelDirectory) throws IOException {
        Files.write(modelDirectory.resolve(StoreNames.MANIFEST), StoreJson.LENIENT.writeValueAsBytes(this));
    }
}
