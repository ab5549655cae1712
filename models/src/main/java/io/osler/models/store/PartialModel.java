package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model on its way into the store; used by the holder of its {@link PullLock}.
 *
 * <pre>
 * .partial/ID/incoming/NAME          what has arrived of a file
 * .partial/ID/incoming/NAME.origin   where it comes from: only the same origin may add to it
 * .partial/ID/packages/              wheels and jars, each complete
 * .partial/ID/model/NAME             files that are complete, checked and on the disk; becomes the model's directory
 * </pre>
 */
final class PartialModel {
    private final Path directory;

    PartialModel(Path directory) {
        this.directory = directory;
    }

    void create() throws IOException {
        Files.createDirectories(model());
        Files.createDirectories(packages());
        Files.createDirectories(directory.resolve("incoming"));
        try (Stream<Path> paths = Files.list(packages())) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
                deleteTree(path); // what a killed pip or mvn was working on
            }
        }
    }

    /** How much of the model is here already, with the archives it is taken from or without. */
    long bytesInHand(boolean withPackages) throws IOException {
        return DiskSpace.bytesBelow(model())
                + DiskSpace.bytesBelow(directory.resolve("incoming"))
                + (withPackages ? DiskSpace.bytesBelow(packages()) : 0);
    }

    Path directory() {
        return directory;
    }

    Path packages() {
        return directory.resolve("packages");
    }

    private Path model() {
        return directory.resolve("model");
    }

    /** Where a file arrives. What another origin left there is deleted: two halves of different files make none. */
    Path incoming(String name, String origin) throws IOException {
        Path file = StoreNames.resolve(directory.resolve("incoming"), name);
        Path originFile = file.resolveSibling(file.getFileName() + ".origin");
        Files.createDirectories(file.getParent());
        if (!Files.exists(originFile) || !Files.readString(originFile).equals(origin)) {
            Files.deleteIfExists(file);
            Files.writeString(originFile, origin);
        }
        return file;
    }

    /** A file an earlier pull completed, when its hash is known and still right. */
    Optional<CatalogFile> finished(WantedFile wanted) throws IOException {
        Path file = StoreNames.resolve(model(), wanted.name());
        if (!wanted.sha256Known() || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String sha256 = Sha256.of(file);
        return sha256.equals(wanted.sha256())
                ? Optional.of(new CatalogFile(wanted.name(), Files.size(file), sha256))
                : Optional.empty();
    }

    /**
     * Checks what has arrived, forces it to the disk and moves it to the complete files.
     *
     * @throws ModelException CHECKSUM_MISMATCH when it is not what is wanted; it is deleted then
     */
    CatalogFile finish(WantedFile wanted, Path incoming) throws IOException {
        long bytes = Files.size(incoming);
        String sha256 = Sha256.of(incoming);
        boolean bytesWrong = wanted.bytesKnown() && bytes != wanted.bytes();
        boolean sha256Wrong = wanted.sha256Known() && !sha256.equals(wanted.sha256());
        if (bytesWrong || sha256Wrong) {
            Files.delete(incoming);
            String sizes = bytesWrong ? "%d bytes, expected %d; ".formatted(bytes, wanted.bytes()) : "";
            String hashes = sha256Wrong ? "sha256 %s, expected %s; ".formatted(sha256, wanted.sha256()) : "";
            throw new ModelException(
                    ModelException.Code.CHECKSUM_MISMATCH,
                    wanted.name(),
                    "what arrived has " + sizes + hashes + "it has been deleted");
        }
        force(incoming);
        Path file = StoreNames.resolve(model(), wanted.name());
        Files.createDirectories(file.getParent());
        Files.move(incoming, file, StandardCopyOption.REPLACE_EXISTING);
        return new CatalogFile(wanted.name(), bytes, sha256);
    }

    /** Turns the complete files into a model of the store, in one step: before it there is none, after it all of it. */
    void install(ModelManifest manifest, Path target) throws IOException {
        deleteAllBut(manifest.files());
        manifest.write(model());
        force(model().resolve(StoreNames.MANIFEST));
        try (Stream<Path> paths = Files.walk(model())) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
                forceDirectory(path);
            }
        }
        Files.move(model(), target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(target.getParent());
        deleteTree(directory);
    }

    /** An earlier pull of the same name may have wanted other files. */
    private void deleteAllBut(List<CatalogFile> files) throws IOException {
        List<Path> kept = files.stream()
                .map(file -> StoreNames.resolve(model(), file.name()))
                .toList();
        try (Stream<Path> paths = Files.walk(model().toAbsolutePath().normalize())) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                if (!kept.contains(path)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the names in a directory durable, where the system can open a directory at all. */
    private static void forceDirectory(Path directory) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
