package io.osler.ner.cli;

import io.osler.models.ModelException;
import io.osler.models.store.CatalogEntry;
import io.osler.models.store.ModelKind;
import io.osler.models.store.ModelReference;
import io.osler.models.store.ModelStore;
import io.osler.models.store.StoredModel;
import io.osler.ner.DefaultModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** From what a user calls a model to files on this machine, pulled when they are not here yet. */
record ModelChooser(ModelStore store, Surroundings surroundings) {
    /** The model taken without {@code --model}; says so when it is the small one. */
    ChosenModel byDefault() {
        long memory = surroundings.memoryAvailableBytes().getAsLong();
        String id = DefaultModel.idFor(memory);
        if (!id.equals(DefaultModel.ID)) {
            surroundings
                    .err()
                    .printf(
                            "%s available, less than the %s that %s wants: taking the small model %s, which finds less%n",
                            Sizes.bytes(memory), Sizes.bytes(DefaultModel.MEMORY_BYTES_LEAST), DefaultModel.ID, id);
        }
        return named(id);
    }

    /**
     * @param model an id, {@code hub:owner/name}, or the path of a GGUF file or model directory
     * @throws UsageException when there is no such model, with those there are
     */
    ChosenModel named(String model) {
        if (isPath(model)) {
            return local(Path.of(model), model);
        }
        Optional<StoredModel> installed = UsageException.when(() -> store.find(model));
        if (installed.isPresent()) {
            refuseEncoder(installed.get().id());
            return new ChosenModel(
                    installed.get().id(), store.path(installed.get().id()));
        }
        if (model.startsWith(ModelReference.HUB_PREFIX)) {
            return pulled(model, "");
        }
        CatalogEntry entry = store.catalog().find(model).orElseThrow(() -> unknown(model));
        refuseEncoder(model);
        return pulled(model, ", " + Sizes.bytes(entry.bytes()));
    }

    private boolean isPath(String model) {
        if (model.startsWith(ModelReference.HUB_PREFIX)
                || store.catalog().find(model).isPresent()) {
            return false;
        }
        return model.contains("/") || model.contains("\\") || model.endsWith(".gguf") || Files.exists(Path.of(model));
    }

    private static ChosenModel local(Path path, String text) {
        if (!Files.exists(path)) {
            throw new UsageException("model is '%s', but there is no such file or directory".formatted(text));
        }
        Path name = path.toAbsolutePath().normalize().getFileName();
        return new ChosenModel(name == null ? text : name.toString(), path);
    }

    private ChosenModel pulled(String model, String size) {
        surroundings.err().printf("model %s is not in %s yet: pulling it%s%n", model, store.directory(), size);
        try (PullDisplay display = new PullDisplay(surroundings.err(), surroundings.terminal())) {
            StoredModel stored = UsageException.when(() -> store.pull(model, display));
            return new ChosenModel(stored.id(), stored.directory());
        }
    }

    private void refuseEncoder(String id) {
        boolean encoder = store.catalog()
                .find(id)
                .filter(entry -> entry.kind() == ModelKind.ENCODER)
                .isPresent();
        if (encoder) {
            throw new UsageException(
                    "model %s is an encoder and writes no text, expected one of %s".formatted(id, languageModels()));
        }
    }

    private UsageException unknown(String model) {
        return new UsageException(
                "%s: model '%s' is not known, expected one of %s; or the path of a GGUF file or model directory, or hub:owner/name"
                        .formatted(ModelException.Code.UNKNOWN_MODEL, model, languageModels()));
    }

    private String languageModels() {
        String catalogued = store.catalog().entries().stream()
                .filter(entry -> entry.kind() == ModelKind.LLM)
                .map(CatalogEntry::id)
                .collect(Collectors.joining(", "));
        String others = store.list().stream()
                .map(StoredModel::id)
                .filter(id -> store.catalog().find(id).isEmpty())
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? catalogued : catalogued + ", " + others;
    }
}
