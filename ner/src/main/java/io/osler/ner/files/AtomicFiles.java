package io.osler.ner.files;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that appear whole: written beside their place under the same name with {@code .part}, brought to the disk, then
 * renamed. What stands under the final name is the old content or the new one, also after a loss of power. All failures
 * are {@link NerException}s {@code OUTPUT_UNWRITABLE} with the path and what to do.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Starts a file. */
    public static PendingFile create(Path target) {
        return PendingFile.open(target);
    }

    /** Writes or replaces a file; text as UTF-8. */
    public static void write(Path target, String content) {
        try (PendingFile file = create(target)) {
            file.write(content.getBytes(StandardCharsets.UTF_8));
            file.publish();
        }
    }

    /** Makes a directory and those above it where they are missing. */
    public static void createDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    static NerException unwritable(Path place, IOException e) {
        return new NerException(
                NerException.Code.OUTPUT_UNWRITABLE,
                place.toString(),
                "cannot be written (%s), choose an output directory that you may write to and that has room"
                        .formatted(reason(e)),
                e);
    }

    /** The exceptions of java.nio.file repeat the path in their messages and often say nothing else. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "a file of this name is in the way";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        };
    }
}
