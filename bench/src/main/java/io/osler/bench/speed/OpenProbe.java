package io.osler.bench.speed;

import io.osler.kb.KnowledgeBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** Runs it. */
    static Seen run(Path knowledgeBase) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OpenProbe.class.getName(),
                knowledgeBase.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the process that opens the knowledge base failed");
            }
            String[] figures = line.strip().split(" ");
            return new Seen(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
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
