package io.osler.models.store;

import io.osler.models.ModelException;
import io.osler.models.config.EncoderRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one pull has to bring and from where.
 *
 * @param encoder how an encoder is meant to be used; null where nobody says
 * @param notice  for the user, before the first byte; empty for none
 * @param sources in the order to try; each names every file
 */
record PullPlan(
        ModelReference reference,
        String licence,
        EncoderRecipe encoder,
        String notice,
        List<WantedFile> files,
        List<ModelSource> sources) {
    PullPlan {
        files = List.copyOf(files);
        sources = List.copyOf(sources);
    }

    static PullPlan ofEntry(ModelReference reference, CatalogEntry entry, List<Path> localDirectories) {
        List<ModelSource> sources = new ArrayList<>();
        for (Path directory : localDirectories) {
            Path own = directory.resolve(entry.id());
            sources.add(new ModelSource.Directory(Files.isDirectory(own) ? own : directory));
        }
        sources.addAll(entry.sources());
        List<WantedFile> files = entry.files().stream().map(WantedFile::of).toList();
        return new PullPlan(reference, entry.licence(), entry.encoder(), entry.notice(), files, sources);
    }

    /**
     * For an entry whose files the hub lists: from a local directory that is called as the model, else from the hub.
     */
    static PullPlan ofEntryOnHub(
            ModelReference reference,
            CatalogEntry entry,
            ModelSource.HubRepository repository,
            List<Path> localDirectories,
            HubClient hub)
            throws IOException, InterruptedException {
        for (Path directory : localDirectories) {
            Path own = directory.resolve(entry.id());
            if (Files.isDirectory(own)) {
                return ofDirectory(new ModelReference.InDirectory(entry.id(), own))
                        .as(reference, entry);
            }
        }
        return ofHub(new ModelReference.OnHub(entry.id(), repository.repo(), repository.revision(), ""), hub)
                .as(reference, entry);
    }

    private PullPlan as(ModelReference named, CatalogEntry entry) {
        return new PullPlan(named, entry.licence(), entry.encoder(), entry.notice(), files, sources);
    }

    /** Asks the hub which files there are, and pins them to one commit. */
    static PullPlan ofHub(ModelReference.OnHub reference, HubClient hub) throws IOException, InterruptedException {
        HubClient.Listing listing = hub.list(reference.repo(), reference.revision());
        List<WantedFile> files = new ArrayList<>();
        Map<String, String> remotes = new LinkedHashMap<>();
        for (String remote : chosen(reference, listing)) {
            String local = reference.file().isEmpty() ? remote : remote.substring(remote.lastIndexOf('/') + 1);
            WantedFile probed = hub.probe(reference.repo(), listing.commit(), remote);
            files.add(new WantedFile(local, probed.bytes(), probed.sha256()));
            remotes.put(local, remote);
        }
        ModelSource source = new ModelSource.Hub(reference.repo(), listing.commit(), remotes);
        return new PullPlan(reference, listing.licence(), null, "", files, List.of(source));
    }

    private static List<String> chosen(ModelReference.OnHub reference, HubClient.Listing listing) {
        for (String name : listing.files()) {
            if (!StoreNames.isFileName(name) && ModelFiles.isWeights(name)) {
                throw new ModelException(
                        ModelException.Code.PULL_FAILED,
                        reference.text(),
                        "the hub lists a file named '%s', which would leave the model's directory".formatted(name));
            }
        }
        List<String> gguf = ModelFiles.gguf(listing.files());
        String ggufNames = gguf.isEmpty() ? "none" : String.join(", ", gguf);
        if (!reference.file().isEmpty()) {
            if (!listing.files().contains(reference.file())) {
                throw new ModelException(
                        ModelException.Code.PULL_FAILED,
                        reference.text(),
                        "the repository has no such file; its GGUF files: " + ggufNames);
            }
            return List.of(reference.file());
        }
        List<String> chosen = ModelFiles.safetensorsModel(listing.files());
        if (chosen.isEmpty()) {
            throw new ModelException(
                    ModelException.Code.PULL_FAILED,
                    reference.text(),
                    "the repository has no safetensors at its top; its GGUF files (pull one as hub:%s/FILE): %s"
                            .formatted(reference.repo(), ggufNames));
        }
        return chosen;
    }

    static PullPlan ofDirectory(ModelReference.InDirectory reference) throws IOException {
        Path path = reference.path();
        if (!Files.exists(path)) {
            throw new ModelException(ModelException.Code.FILE_MISSING, path.toString(), "is not there");
        }
        Path directory = Files.isDirectory(path) ? path : path.getParent();
        List<String> names = Files.isDirectory(path)
                ? parts(path)
                : List.of(path.getFileName().toString());
        if (names.stream().noneMatch(ModelFiles::isWeights)) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    path.toString(),
                    "holds no weights, expected *.safetensors, *.gguf or *.onnx");
        }
        List<WantedFile> files = new ArrayList<>();
        for (String name : names) {
            files.add(new WantedFile(name, Files.size(directory.resolve(name)), WantedFile.SHA256_UNKNOWN));
        }
        return new PullPlan(reference, "unknown", null, "", files, List.of(new ModelSource.Directory(directory)));
    }

    private static List<String> parts(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory, 2)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> directory.relativize(path).toString().replace('\\', '/'))
                    .filter(ModelFiles::isPart)
                    .sorted()
                    .toList();
        }
    }
}
