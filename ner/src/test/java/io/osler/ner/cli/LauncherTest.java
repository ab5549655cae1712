package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's choice of a JDK, with invented ones. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "osler").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        for (String program : List.of("java", "javac")) {
            Path file = home.resolve("bin").resolve(program);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"Invented\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return home;
    }

    private String javaHome(Path launcher, Path javaHome) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "java-home").directory(directory.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return out;
    }

    @Test
    void javaHomeIsTakenWhenItIsNewEnough() throws IOException, InterruptedException {
        for (String version : List.of("25", "25.0.1", "31-ea")) {
            Path home = jdk("jdk " + version, version);
            assertThat(javaHome(LAUNCHER, home)).isEqualTo(home.toString());
        }
    }

    @Test
    void anOldOneOrHalfAJdkIsPassedOver() throws IOException, InterruptedException {
        Path old = jdk("old", "1.8.0_402");
        assertThat(javaHome(LAUNCHER, old)).isNotEqualTo(old.toString());

        Path half = jdk("half", "25");
        Files.delete(half.resolve("bin/javac"));
        assertThat(javaHome(LAUNCHER, half)).isNotEqualTo(half.toString());
    }

    @Test
    void itWorksThroughLinks() throws IOException, InterruptedException {
        Path home = jdk("jdk", "25.0.1");
        Path link = Files.createSymbolicLink(directory.resolve("link"), LAUNCHER);
        Path linkToLink = Files.createSymbolicLink(directory.resolve("again"), link.getFileName());

        try {
            assertThat(javaHome(linkToLink, home)).isEqualTo(home.toString());
        } finally {
            Files.delete(linkToLink); // the temporary directory warns of links that lead out of it
            Files.delete(link);
        }
    }
}
