package io.osler.ner.cli;

import io.osler.models.store.CatalogEntry;
import io.osler.models.store.CatalogFile;
import io.osler.models.store.ModelCatalog;
import io.osler.models.store.ModelKind;
import io.osler.models.store.ModelStore;
import io.osler.models.store.StoreOptions;
import io.osler.ner.DefaultModel;
import io.osler.ner.NerOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The command line in a temporary directory: invented models of a few bytes, a fake annotator, streams in memory. */
final class CliFixture {
    static final String MODEL = "toy-model";
    static final String ENCODER = "toy-encoder";

    private static final byte[] WEIGHTS = "not really weights".getBytes(StandardCharsets.UTF_8);

    final Path directory;
    final FakeAnnotator annotator = new FakeAnnotator();
    final List<Path> opened = new ArrayList<>();
    final List<NerOptions> asked = new ArrayList<>();
    byte[] standardInput = {};
    long memoryAvailableBytes = 64_000_000_000L;
    RuntimeException libraryFailure;

    CliFixture(Path directory) {
        this.directory = directory;
    }

    /** What a command left behind. */
    record Outcome(int code, String out, String err) {}

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Osler.run(
                new Surroundings(
                        new ByteArrayInputStream(standardInput),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Terminal.NONE,
                        this::store,
                        (model, task, options) -> {
                            opened.add(model.path());
                            asked.add(options);
                            annotator.modelName = model.id();
                            return annotator;
                        },
                        () -> memoryAvailableBytes,
                        this::library),
                arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A note file; gives its path as text. */
    String note(String name, String text) {
        return note(name, text.getBytes(StandardCharsets.UTF_8));
    }

    String note(String name, byte[] bytes) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path out() {
        return directory.resolve("out");
    }

    String read(String name) {
        try {
            return Files.readString(out().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModelStore store() {
        Path source = directory.resolve("models-source");
        note("models-source/weights.gguf", WEIGHTS);
        return ModelStore.open(
                new StoreOptions(
                        directory.resolve("home/models"),
                        URI.create("http://127.0.0.1:9"),
                        "",
                        List.of(source),
                        List.of()),
                ModelCatalog.of(List.of(
                        entry(MODEL, ModelKind.LLM, "Toy Terms: be kind."),
                        entry(ENCODER, ModelKind.ENCODER, ""),
                        entry(DefaultModel.ID, ModelKind.LLM, ""),
                        entry(DefaultModel.SMALL_ID, ModelKind.LLM, ""))));
    }

    private static CatalogEntry entry(String id, ModelKind kind, String notice) {
        CatalogFile file = new CatalogFile("weights.gguf", WEIGHTS.length, sha256(WEIGHTS));
        return new CatalogEntry(id, kind, "invented", "CC0-1.0", notice, 135_000_000, List.of(file), List.of());
    }

    private Surroundings.LibraryFacts library() {
        if (libraryFailure != null) {
            throw libraryFailure;
        }
        return new Surroundings.LibraryFacts("PyTorch:0.0\n  fake", 0);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
