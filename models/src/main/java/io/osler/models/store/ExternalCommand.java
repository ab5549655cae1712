package io.osler.models.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Runs another program to its end and keeps the last lines it said. */
final class ExternalCommand {
    private static final int LINES_KEPT = 12;

    private ExternalCommand() {}

    /**
     * @param exit       the program's exit status
     * @param lastOutput its last lines, both streams, without the passwords of addresses
     */
    record Result(int exit, String lastOutput) {}

    /** An interrupt ends the program and everything it started. */
    static Result run(List<String> command, Path workingDirectory, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        LastLines lines = new LastLines();
        try {
            process.getOutputStream().close();
            Thread reader = Thread.ofVirtual().start(() -> lines.readFrom(process));
            int exit = process.waitFor();
            reader.join();
            return new Result(exit, lines.text());
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static final class LastLines {
        private final Deque<String> lines = new ArrayDeque<>();
        private final ReentrantLock lock = new ReentrantLock();

        void readFrom(Process process) {
            try (BufferedReader reader = process.inputReader()) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line.strip());
                }
            } catch (IOException e) {
                add("(its output broke off: " + e.getMessage() + ")");
            }
        }

        private void add(String line) {
            lock.lock();
            try {
                if (line.isEmpty()) {
                    return;
                }
                if (lines.size() == LINES_KEPT) {
                    lines.removeFirst();
                }
                lines.addLast(line.replaceAll("://[^/@\\s]+@", "://…@"));
            } finally {
                lock.unlock();
            }
        }

        String text() {
            lock.lock();
            try {
                return String.join("\n", lines);
            } finally {
                lock.unlock();
            }
        }
    }
}
