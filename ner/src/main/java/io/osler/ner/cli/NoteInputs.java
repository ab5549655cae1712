package io.osler.ner.cli;

import io.osler.ner.NerException;
import io.osler.ner.NerException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The notes that arguments name: files, directories (their {@code *.txt} at any depth, sorted, hidden ones left out) and
 * {@code -} for standard input. A file named twice is read once.
 *
 * @param notes       in the order of the arguments
 * @param failures    arguments and directories that give no note, each with the reason
 * @param directories that the notes lie in, as real paths
 */
record NoteInputs(List<NoteInput> notes, List<NerException> failures, Set<Path> directories) {
    static final String STANDARD_INPUT = "-";

    private static final String ENDING = ".txt";
    /** Weight of a note whose size nobody knows. */
    private static final long BYTES_OF_A_PAGE = 2_000;

    NoteInputs {
        notes = List.copyOf(notes);
        failures = List.copyOf(failures);
        directories = Set.copyOf(directories);
    }

    /**
     * Looks, but reads nothing yet.
     *
     * @param outputDirectory left out when it lies in a walked directory: earlier results are no notes
     */
    static NoteInputs find(List<String> arguments, InputStream standardInput, Path outputDirectory) {
        Finder finder = new Finder(standardInput, real(outputDirectory));
        arguments.forEach(finder::add);
        return new NoteInputs(finder.notes, finder.failures, finder.directories);
    }

    /** The path without links, or as near as can be said when it is not there. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static final class Finder {
        private final InputStream standardInput;
        private final Path outputDirectory;
        private final List<NoteInput> notes = new ArrayList<>();
        private final List<NerException> failures = new ArrayList<>();
        private final Set<Path> seen = new HashSet<>();
        private final Set<Path> directories = new HashSet<>();
        private final Set<String> ids = new HashSet<>();

        Finder(InputStream standardInput, Path outputDirectory) {
            this.standardInput = standardInput;
            this.outputDirectory = outputDirectory;
        }

        void add(String argument) {
            if (argument.equals(STANDARD_INPUT)) {
                addStandardInput();
                return;
            }
            Path path = Path.of(argument);
            if (!Files.exists(path)) {
                failures.add(new NerException(
                        Code.INPUT_MISSING, argument, "there is no such file or directory; check the name"));
            } else if (Files.isDirectory(path)) {
                addDirectory(path);
            } else {
                addFile(path);
            }
        }

        private void addStandardInput() {
            if (seen.add(Path.of(STANDARD_INPUT))) {
                keep("stdin", "standard input", BYTES_OF_A_PAGE, () -> standardInput);
            }
        }

        private void addFile(Path file) {
            Path real = real(file);
            if (!seen.add(real)) {
                return;
            }
            try {
                keep(idOf(file), file.toString(), Math.max(1, Files.size(file)), () -> Files.newInputStream(file));
                directories.add(real.getParent());
            } catch (IOException e) {
                failures.add(NoteInput.unreadable(file.toString(), e));
            }
        }

        private void addDirectory(Path directory) {
            int failuresBefore = failures.size();
            List<Path> files = new ArrayList<>();
            try {
                Files.walkFileTree(
                        directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk(directory, files));
            } catch (IOException e) {
                failures.add(NoteInput.unreadable(directory.toString(), e));
            }
            files.stream().sorted().forEach(this::addFile);
            if (files.isEmpty() && failures.size() == failuresBefore) {
                failures.add(new NerException(
                        Code.INPUT_MISSING,
                        directory.toString(),
                        "the directory holds no %s file; name the notes one by one if they end otherwise"
                                .formatted(ENDING)));
            }
        }

        private SimpleFileVisitor<Path> walk(Path top, List<Path> files) {
            return new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skipped = !directory.equals(top)
                            && (isHidden(directory) || real(directory).equals(outputDirectory));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                    if (attributes.isRegularFile() && name.endsWith(ENDING) && !isHidden(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    if (!(e instanceof FileSystemLoopException)) { // its notes have been met on the way in
                        failures.add(NoteInput.unreadable(file.toString(), e));
                    }
                    return FileVisitResult.CONTINUE;
                }
            };
        }

        private static boolean isHidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }

        private static String idOf(Path file) {
            String name = file.getFileName().toString();
            return name.length() > ENDING.length()
                            && name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                    ? name.substring(0, name.length() - ENDING.length())
                    : name;
        }

        private void keep(String wanted, String source, long bytes, NoteInput.Opener opener) {
            String id = wanted;
            for (int number = 2; !ids.add(id); number++) {
                id = wanted + "-" + number;
            }
            notes.add(new NoteInput(id, !id.equals(wanted), source, bytes, opener));
        }
    }
}
