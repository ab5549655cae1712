package io.osler.models.store;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Stores in a temporary directory, with little patience and nothing of this machine's environment. */
final class StoreFixture {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final HubClient.Patience ONE_TRY = patience(1);
    static final HubClient.Patience THREE_TRIES = patience(3);

    private StoreFixture() {}

    private static HubClient.Patience patience(int failuresMax) {
        return new HubClient.Patience(
                failuresMax,
                Duration.ofMillis(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(400));
    }

    static StoreOptions options(Path home) {
        return new StoreOptions(home.resolve("models"), URI.create("http://127.0.0.1:9"), "", List.of(), List.of());
    }

    static ModelStore store(StoreOptions options, CatalogEntry... entries) {
        return store(options, DiskSpace.OF_THE_FILE_STORE, THREE_TRIES, entries);
    }

    static ModelStore store(
            StoreOptions options, DiskSpace disk, HubClient.Patience patience, CatalogEntry... entries) {
        return new ModelStore(
                options, ModelCatalog.of(List.of(entries)), disk, patience, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static CatalogEntry entry(String id, Map<String, byte[]> files, ModelSource... sources) {
        List<CatalogFile> catalogued = files.entrySet().stream()
                .map(file -> new CatalogFile(file.getKey(), file.getValue().length, sha256(file.getValue())))
                .toList();
        return new CatalogEntry(id, ModelKind.LLM, "invented", "CC0-1.0", "", 1, catalogued, List.of(sources));
    }

    static byte[] bytes(int n, long seed) {
        byte[] bytes = new byte[n];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Path zip(Path file, Map<String, byte[]> members) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    /** A program of the given name that is a shell script. */
    static void script(Path directory, String name, String body) throws IOException {
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    static ModelException failure(ThrowingCallable call) {
        return catchThrowableOfType(ModelException.class, call);
    }

    /** Keeps what it hears, one line each. */
    static class Heard implements PullProgress {
        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void started(String file, long bytes) {
            lines.add("started " + file + " " + bytes);
        }

        @Override
        public void advanced(long bytes) {
            lines.add("advanced " + bytes);
        }

        @Override
        public void note(String text) {
            lines.add("note " + text);
        }

        @Override
        public void finished(String file) {
            lines.add("finished " + file);
        }
    }
}
