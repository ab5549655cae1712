package io.osler.bench.speed;

import io.osler.kb.KnowledgeBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that opens a knowledge base and looks one name up: what a cold start costs. */
public final class OpenProbe {
    private OpenProbe() {}

    /**
     * What a fresh process saw.
     *
     * @param openSeconds   first opening in this JVM, its classes loaded on the way
     * @param residentBytes of the whole process after it
     */
    record Seen(double openSeconds, double residentBytes) {}

    /** Runs it, with further options of the JVM. */
    static Seen run(Path knowledgeBase, List<String> options) {
        Ended ended = process(knowledgeBase, options, ProcessBuilder.Redirect.INHERIT);
        if (ended.code != 0) {
            throw new IllegalStateException("the process that opens the knowledge base failed");
        }
        String[] figures = ended.output.strip().split(" ");
        return new Seen(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    /** Runs it and keeps the classes it has loaded; false where they cannot be kept, from directories for instance. */
    static boolean archive(Path knowledgeBase, Path file) {
        List<String> options = List.of("-XX:ArchiveClassesAtExit=" + file);
        return process(knowledgeBase, options, ProcessBuilder.Redirect.DISCARD).code == 0 && Files.exists(file);
    }

    private record Ended(int code, String output) {}

    private static Ended process(Path knowledgeBase, List<String> options, ProcessBuilder.Redirect errors) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), OpenProbe.class.getName(), knowledgeBase.toString()));
        try {
            Process process = new ProcessBuilder(command).redirectError(errors).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) {
        long begin = System.nanoTime();
        try (KnowledgeBase kb = KnowledgeBase.open(Path.of(arguments[0]))) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            kb.lookUp("hypertension");
            System.out.println(seconds + " " + MachineFacts.residentBytes());
        }
    }
}
