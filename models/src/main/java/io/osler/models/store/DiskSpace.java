package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** How many bytes this user can still write where a path lies. */
@FunctionalInterface
interface DiskSpace {
    DiskSpace OF_THE_FILE_STORE = path -> Files.getFileStore(path).getUsableSpace();

    long usableBytes(Path existing) throws IOException;

    /** @throws ModelException DISK_FULL when fewer than {@code needed} bytes are free */
    default void require(Path existing, long needed, String id) throws IOException {
        long free = usableBytes(existing);
        if (free < needed) {
            throw new ModelException(
                    ModelException.Code.DISK_FULL,
                    existing.toString(),
                    "pulling %s needs %s, %s are free. %s"
                            .formatted(id, megabytes(needed), megabytes(free), advice(id)));
        }
    }

    /** The disk filled up on the way: by us or by somebody else. */
    static ModelException full(Path where, String id, Exception cause) {
        return new ModelException(
                ModelException.Code.DISK_FULL,
                where.toString(),
                "no space is left for %s; what is fetched stays and the next pull goes on there. %s"
                        .formatted(id, advice(id)),
                cause);
    }

    static boolean saysFull(String message) {
        if (message == null) {
            return false;
        }
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("no space left on device")
                || text.contains("disk quota exceeded")
                || text.contains("not enough space on the disk");
    }

    /** Bytes of all files below a directory; 0 when it is not there. */
    static long bytesBelow(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long bytes = 0;
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
            }
        }
        return bytes;
    }

    private static String advice(String id) {
        return "Free some space, or keep the models on another disk: OSLER_HOME=/other/disk/osler ./osler models pull "
                + id;
    }

    private static String megabytes(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : "%.1f MB".formatted(bytes / 1e6);
    }
}
