package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/** The models that can be pulled by id. Immutable; safe from any thread. */
public final class ModelCatalog {
    private static final String RESOURCE = "catalog.json";

    private final Map<String, CatalogEntry> entries;

    private ModelCatalog(Map<String, CatalogEntry> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    /** The catalogue that comes with Osler. */
    public static ModelCatalog builtIn() {
        try (InputStream in = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not beside " + ModelCatalog.class.getName());
            }
            return read(in, RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ModelCatalog of(List<CatalogEntry> entries) {
        Map<String, CatalogEntry> byId = new LinkedHashMap<>();
        for (CatalogEntry entry : entries) {
            if (byId.put(entry.id(), entry) != null) {
                throw new IllegalArgumentException("the catalogue has two entries named " + entry.id());
            }
        }
        return new ModelCatalog(byId);
    }

    /**
     * Reads {@code {"models": [entry, …]}}.
     *
     * @param place named in messages
     * @throws ModelException FILE_CORRUPT when it is not a catalogue
     */
    public static ModelCatalog read(InputStream in, String place) {
        try {
            Document document = StoreJson.STRICT.readValue(in, Document.class);
            if (document.models() == null) {
                throw new IllegalArgumentException("it has no 'models'");
            }
            return of(document.models());
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, place, "is not a model catalogue: " + StoreJson.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, place, "is not a model catalogue: " + e.getMessage(), e);
        }
    }

    /** All entries, in the catalogue's order. */
    public List<CatalogEntry> entries() {
        return List.copyOf(entries.values());
    }

    public List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    public Optional<CatalogEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** @throws ModelException UNKNOWN_MODEL, with the ids there are */
    public CatalogEntry entry(String id) {
        return find(id).orElseThrow(() -> unknown(id, List.of()));
    }

    /** @param installed ids of the store, which need not be in the catalogue */
    ModelException unknown(String id, List<String> installed) {
        Set<String> known = new LinkedHashSet<>(entries.keySet());
        known.addAll(installed);
        return new ModelException(
                ModelException.Code.UNKNOWN_MODEL,
                id,
                "is no known model; there are %s. Any other: ./osler models pull hub:owner/name, or dir:/path --as ID"
                        .formatted(String.join(", ", known)));
    }

    private record Document(List<CatalogEntry> models) {}
}
