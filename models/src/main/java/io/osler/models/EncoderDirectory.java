package io.osler.models;

import io.osler.models.config.EncoderConfig;
import io.osler.models.config.EncoderRecipe;
import io.osler.models.config.HuggingFaceEncoderConfig;
import io.osler.models.config.SentenceTransformersFiles;
import io.osler.models.store.ModelCatalog;
import io.osler.models.store.ModelManifest;
import io.osler.models.text.EncoderTokenizer;
import io.osler.models.weights.OnnxBertFile;
import io.osler.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text encoder on disk: a tokenizer and either {@code config.json} with safetensors, or {@code model.onnx}, or both;
 * beside them what its card says of pooling and length. The encoders' counterpart of {@link ModelDirectory}.
 *
 * <p>Owns the mapped weights and the tokenizer: closing it closes them.
 */
public final class EncoderDirectory implements AutoCloseable {
    /**
     * What a program of the engine needs: sizes and weights. Owns the file.
     *
     * @param file   where the weights lie
     * @param config sizes
     * @param rows   the weights
     * @param closing gives the file back
     */
    public record Program(Path file, EncoderConfig config, WeightRows rows, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    private final Path path;
    private final Optional<EncoderRecipe> recipe;
    private final EncoderTokenizer tokenizer;
    private final Optional<Path> onnx;
    private final Optional<Program> program;

    private EncoderDirectory(
            Path path,
            Optional<EncoderRecipe> recipe,
            EncoderTokenizer tokenizer,
            Optional<Path> onnx,
            Optional<Program> program) {
        this.path = path;
        this.recipe = recipe;
        this.tokenizer = tokenizer;
        this.onnx = onnx;
        this.program = program;
    }

    /** Whether a directory is that of an encoder, by its {@code config.json}, or else by having ONNX weights alone. */
    public static boolean isEncoder(Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        Path config = directory.resolve("config.json");
        return Files.isRegularFile(config)
                ? HuggingFaceEncoderConfig.isEncoder(config)
                : !hasSafetensors(directory) && Files.isRegularFile(directory.resolve("model.onnx"));
    }

    /**
     * Opens the directory of an encoder. Leaves nothing open when it fails.
     *
     * @throws ModelException FILE_MISSING without weights or tokenizer, ARCHITECTURE_UNSUPPORTED for weights of a family
     *     that is no encoder, and what reading the files throws
     */
    public static EncoderDirectory open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw missing(directory, "is no directory, expected one with an encoder's files");
        }
        Optional<Path> onnx = Stream.of("model.onnx", "onnx/model.onnx")
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        Optional<Program> program = hasSafetensors(directory)
                ? Optional.of(ofSafetensors(directory))
                : onnx.flatMap(OnnxBertFile::open)
                        .map(file -> new Program(file.path(), file.config(), file, file::close));
        try {
            if (onnx.isEmpty() && program.isEmpty()) {
                throw missing(directory, "holds no model.safetensors and no model.onnx; pull the model again");
            }
            return new EncoderDirectory(directory, recipe(directory), tokenizer(directory), onnx, program);
        } catch (RuntimeException e) {
            program.ifPresent(Program::close);
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** What to call the model: its id in the store, else the directory's name. */
    public String name() {
        return manifest(path)
                .map(ModelManifest::id)
                .orElseGet(() -> path.toAbsolutePath().normalize().getFileName().toString());
    }

    /** How the model is meant to be used; empty where nothing in the directory or the catalogue says. */
    public Optional<EncoderRecipe> recipe() {
        return recipe;
    }

    public EncoderTokenizer tokenizer() {
        return tokenizer;
    }

    /** The model as ONNX, if it is there. */
    public Optional<Path> onnx() {
        return onnx;
    }

    /** The model's weights and sizes, if they can be had: from safetensors, or out of an ONNX file of BERT. */
    public Optional<Program> program() {
        return program;
    }

    @Override
    public void close() {
        try (tokenizer) {
            program.ifPresent(Program::close);
        }
    }

    private static Program ofSafetensors(Path directory) {
        EncoderConfig config = HuggingFaceEncoderConfig.read(directory.resolve("config.json"));
        Weights weights = Weights.open(directory);
        return new Program(weights.path(), config, new EncoderWeights(weights, config), weights::close);
    }

    /**
     * What a pull wrote down, else what sentence-transformers did, else the catalogue of today. A length that the first
     * leaves open is taken from the second.
     */
    private static Optional<EncoderRecipe> recipe(Path directory) {
        Optional<ModelManifest> manifest = manifest(directory);
        Optional<EncoderRecipe> published = SentenceTransformersFiles.read(directory);
        return manifest.flatMap(pulled -> Optional.ofNullable(pulled.encoder()))
                .map(pulled -> pulled.tokensMax() > 0
                        ? pulled
                        : pulled.withTokensMax(
                                published.map(EncoderRecipe::tokensMax).orElse(0)))
                .or(() -> published)
                .or(() -> manifest.flatMap(pulled -> ModelCatalog.builtIn().find(pulled.id()))
                        .flatMap(entry -> Optional.ofNullable(entry.encoder())));
    }

    private static Optional<ModelManifest> manifest(Path directory) {
        return Files.isRegularFile(directory.resolve("manifest.json"))
                ? Optional.of(ModelManifest.read(directory))
                : Optional.empty();
    }

    private static EncoderTokenizer tokenizer(Path directory) {
        Path json = directory.resolve("tokenizer.json");
        if (Files.isRegularFile(json)) {
            return EncoderTokenizer.of(read(json), json.toString());
        }
        Path pieces = directory.resolve("vocab.txt");
        if (Files.isRegularFile(pieces)) {
            return EncoderTokenizer.ofWordPieces(
                    read(pieces).lines().toList(), isLowerCase(directory), pieces.toString());
        }
        throw missing(directory, "holds no tokenizer.json and no vocab.txt, expected one; pull the model again");
    }

    /** As transformers takes it: lower case unless said otherwise. */
    private static boolean isLowerCase(Path directory) {
        Path file = directory.resolve("tokenizer_config.json");
        if (!Files.isRegularFile(file)) {
            return true;
        }
        try {
            return JsonMapper.shared()
                    .readTree(read(file))
                    .path("do_lower_case")
                    .asBoolean(true);
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    file.toString(),
                    "not readable as JSON (%s); pull the model again".formatted(e.getOriginalMessage()),
                    e);
        }
    }

    private static boolean hasSafetensors(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
        } catch (IOException e) {
            throw missing(directory, "cannot be listed: " + e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, file.toString(), "cannot be read as UTF-8 text: " + e, e);
        }
    }

    private static ModelException missing(Path place, String found) {
        return new ModelException(ModelException.Code.FILE_MISSING, place.toString(), found);
    }
}
