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
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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
     * A language model.
     *
     * @param model an id, {@code hub:owner/name}, or the path of a GGUF file or model directory
     * @throws UsageException when there is no such model, with those there are
     */
    ChosenModel named(String model) {
        boolean encoder = store.catalog()
                .find(model)
                .filter(entry -> entry.kind() == ModelKind.ENCODER)
                .isPresent();
        if (encoder) {
            throw new UsageException("model %s is an encoder and writes no text, expected one of %s"
                    .formatted(model, ids(EnumSet.of(ModelKind.LLM))));
        }
        return named(model, EnumSet.of(ModelKind.LLM));
    }

    /**
     * A language model or an encoder.
     *
     * @param model as {@link #named(String)} takes it
     * @throws UsageException when there is no such model, with those there are
     */
    ChosenModel ofAnyKind(String model) {
        return named(model, EnumSet.allOf(ModelKind.class));
    }

    /** @param kinds that could have been named, for when there is no such model */
    private ChosenModel named(String model, Set<ModelKind> kinds) {
        if (isPath(model)) {
            return local(Path.of(model), model);
        }
        Optional<StoredModel> installed = UsageException.when(() -> store.find(model));
        if (installed.isPresent()) {
            return new ChosenModel(
                    installed.get().id(), store.path(installed.get().id()));
        }
        if (model.startsWith(ModelReference.HUB_PREFIX)) {
            return pulled(model, "");
        }
        CatalogEntry entry = store.catalog().find(model).orElseThrow(() -> unknown(model, kinds));
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

    private UsageException unknown(String model, Set<ModelKind> kinds) {
        return new UsageException(
                "%s: model '%s' is not known, expected one of %s; or the path of a GGUF file or model directory, or hub:owner/name"
                        .formatted(ModelException.Code.UNKNOWN_MODEL, model, ids(kinds)));
    }

    /** Of the catalogue's models of these kinds, and of those on this machine that it does not have. */
    private String ids(Set<ModelKind> kinds) {
        String catalogued = store.catalog().entries().stream()
                .filter(entry -> kinds.contains(entry.kind()))
                .map(CatalogEntry::id)
                .collect(Collectors.joining(", "));
        String others = store.list().stream()
                .map(StoredModel::id)
                .filter(id -> store.catalog().find(id).isEmpty())
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? catalogued : catalogued + ", " + others;
    }
}
