package io.osler.models.weights;

import io.osler.models.ModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A whole file in memory, read-only. Whoever holds it closes it; it may be read from any thread.
 *
 * @param path  the file
 * @param arena keeps the mapping alive; shared, so that any thread may read and any thread may close
 * @param bytes the file's bytes
 */
record MappedFile(Path path, Arena arena, MemorySegment bytes) implements AutoCloseable {
    @SuppressWarnings("MustBeClosedChecker") // the arena is handed on, and closed here when the mapping fails
    static MappedFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            String found = Files.exists(path) ? "this is not a file" : "there is no such file";
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    path.toString(),
                    found + ". Check the path, or pull the model again");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new MappedFile(path, arena, bytes);
        } catch (IOException e) {
            arena.close();
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    path.toString(),
                    "the file cannot be read (%s). Check its permissions".formatted(e),
                    e);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    long size() {
        return bytes.byteSize();
    }

    @Override
    public void close() {
        arena.close();
    }
}
