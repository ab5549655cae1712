package io.osler.models.store;

import java.nio.file.Path;

/**
 * One installed model.
 *
 * @param id        its name in the store
 * @param directory absolute; holds the manifest's files
 * @param manifest  what it consists of
 */
public record StoredModel(String id, Path directory, ModelManifest manifest) {
    /** Where one of its files lies. */
    public Path file(String name) {
        return StoreNames.resolve(directory, name);
    }
}
