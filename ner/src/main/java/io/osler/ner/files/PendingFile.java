package io.osler.ner.files;

import io.osler.ner.NerException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file being written aside. Its opener closes it; until {@link #publish} has returned, closing it or a failed write
 * removes it. One thread at a time.
 */
public final class PendingFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean done;

    private PendingFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    static PendingFile open(Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return new PendingFile(target, part, channel);
        } catch (IOException e) {
            throw AtomicFiles.unwritable(target, e);
        }
    }

    /**
     * Appends.
     *
     * @throws NerException {@code OUTPUT_UNWRITABLE}, and the file is gone
     */
    public void write(byte[] bytes) {
        requirePending();
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Appends all of this file to {@code other} and removes it. */
    public void moveTo(PendingFile other) {
        requirePending();
        try {
            out.flush();
            other.requirePending();
            Files.copy(part, other.out);
        } catch (IOException e) {
            throw other.failed(e);
        } finally {
            close();
        }
    }

    /**
     * Brings it to the disk and gives it its name, in place of what had it before.
     *
     * @throws NerException {@code OUTPUT_UNWRITABLE}, and the file is gone
     */
    public void publish() {
        requirePending();
        try {
            out.flush();
            channel.force(true);
            channel.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } catch (IOException e) {
            throw failed(e);
        }
        syncDirectory();
    }

    /** The new name itself lies in the directory. Not every system lets a directory be opened: then it comes later. */
    private void syncDirectory() {
        try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException _) {
            // The file is whole all the same.
        }
    }

    private NerException failed(IOException e) {
        close();
        return AtomicFiles.unwritable(target, e);
    }

    private void requirePending() {
        if (done) {
            throw new IllegalStateException("%s is published or discarded, expected it open".formatted(target));
        }
    }

    /** Removes what was not published. */
    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // Left behind under a name that nothing reads; the failure that led here is the one to tell.
        }
    }
}
