package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.models.store.CatalogEntry;
import io.osler.models.store.ModelKind;
import io.osler.models.store.ModelStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** From what a user calls an encoder to an open one, pulled when it is not here yet. */
record EncoderChooser(ModelStore store, Surroundings surroundings) {
    /**
     * Opens an encoder; the caller closes it.
     *
     * @param model an id of the catalogue or of this machine, or the path of a model directory
     * @throws UsageException when there is none of this name
     */
    Embedder open(String model) {
        return open(model, EmbedderOptions.DEFAULTS.device());
    }

    /** As {@link #open(String)}, on a device of the caller's choice. */
    Embedder open(String model, ComputeDevice device) {
        return Embedder.open(path(model), EmbedderOptions.DEFAULTS.withDevice(device));
    }

    private Path path(String model) {
        if (Files.isDirectory(Path.of(model))) {
            return Path.of(model);
        }
        boolean catalogued = store.catalog()
                .find(model)
                .filter(entry -> entry.kind() == ModelKind.ENCODER)
                .isPresent();
        if (!catalogued && UsageException.when(() -> store.find(model)).isEmpty()) {
            throw new UsageException("'%s' is no encoder, expected one of %s, or the path of a model directory"
                    .formatted(
                            model,
                            store.catalog().entries().stream()
                                    .filter(entry -> entry.kind() == ModelKind.ENCODER)
                                    .map(CatalogEntry::id)
                                    .collect(Collectors.joining(", "))));
        }
        try (PullDisplay display = new PullDisplay(surroundings.err(), surroundings.terminal())) {
            return UsageException.when(() -> store.pull(model, display)).directory();
        }
    }
}
