package io.osler.models.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One pull of a model at a time, over all processes of a machine. The lock file stays: deleting it would let a third
 * process lock a new file of the same name while the second one waits on the old.
 */
final class PullLock implements AutoCloseable {
    /** A file lock belongs to the process, so threads of one process need their own. */
    private static final ConcurrentMap<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock ofThisProcess;
    private final FileChannel channel;

    private PullLock(ReentrantLock ofThisProcess, FileChannel channel) {
        this.ofThisProcess = ofThisProcess;
        this.channel = channel;
    }

    /** Waits until it is free; tells so when it is not. */
    static PullLock acquire(Path file, Runnable whenWaiting) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        ReentrantLock ofThisProcess = OF_THIS_PROCESS.computeIfAbsent(
                file.getParent().toRealPath().resolve(file.getFileName()), _ -> new ReentrantLock());
        boolean told = !ofThisProcess.tryLock();
        if (told) {
            whenWaiting.run();
            ofThisProcess.lockInterruptibly();
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock ofAllProcesses = channel.tryLock();
            if (ofAllProcesses == null) {
                if (!told) {
                    whenWaiting.run();
                }
                channel.lock();
            }
            return new PullLock(ofThisProcess, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            ofThisProcess.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            ofThisProcess.unlock();
        }
    }
}
