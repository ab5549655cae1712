package io.osler.models.store;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds programs by name, as a shell does. */
record Executables(List<Path> path) {
    private static final List<String> ENDINGS =
            File.separatorChar == '\\' ? List.of(".exe", ".cmd", ".bat") : List.of("");

    Optional<Path> find(String name) {
        return path.stream()
                .flatMap(directory -> ENDINGS.stream().map(ending -> directory.resolve(name + ending)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .map(Path::toAbsolutePath)
                .findFirst();
    }
}
