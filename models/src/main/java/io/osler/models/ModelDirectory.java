package io.osler.models;

import io.osler.models.config.GgufConfig;
import io.osler.models.config.HuggingFaceConfig;
import io.osler.models.config.ModelConfig;
import io.osler.models.lora.LoraAdapter;
import io.osler.models.text.ChatTemplate;
import io.osler.models.text.Tokenizer;
import io.osler.models.weights.GgufFile;
import io.osler.models.weights.GgufMetadata;
import io.osler.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A decoder-only language model on disk: one GGUF file, or a directory with {@code config.json}, safetensors and
 * {@code tokenizer.json}. Opening maps the weights and reads the rest; nothing is decoded yet. Low-rank adapters change
 * the weights as they are read.
 *
 * <p>Owns the mapped weights, the adapters and the tokenizer: closing it closes them.
 */
public final class ModelDirectory implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What ends a turn in the known families, beside the end-of-sequence token a file names. */
    private static final List<String> TURN_ENDS = List.of("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|endoftext|>");

    private final Path path;
    private final MappedFiles files;
    private final DecoderWeights weights;
    private final Tokenizer tokenizer;
    private final Optional<ChatTemplate> chatTemplate;
    private final Optional<Integer> bosId;
    private final Set<Integer> stopIds;

    private ModelDirectory(
            Path path, MappedFiles files, DecoderWeights weights, Tokenizer tokenizer, TokenSettings settings) {
        this.path = path;
        this.files = files;
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.bosId = settings.bos()
                .filter(entry -> settings.bosFirst().orElseGet(() -> tokenizer.putsFirst(entry)))
                .flatMap(entry -> id(tokenizer, entry));
        Set<Integer> stops = new TreeSet<>();
        settings.eos().flatMap(entry -> id(tokenizer, entry)).ifPresent(stops::add);
        TURN_ENDS.forEach(
                entry -> id(tokenizer, entry).filter(tokenizer::isSpecial).ifPresent(stops::add));
        this.stopIds = Collections.unmodifiableSet(stops);
        this.chatTemplate = settings.template()
                .map(text -> new ChatTemplate(
                        text,
                        path.toString(),
                        settings.bos().orElse(""),
                        settings.eos().orElse("")));
    }

    /** Opens a GGUF file, or the directory of a model. Leaves nothing open when it fails. */
    public static ModelDirectory open(Path path) {
        return open(path, List.of());
    }

    /**
     * Opens a model with low-rank adapters, whose changes add up. Leaves nothing open when it fails.
     *
     * @param adapters directories with {@code adapter_config.json} and {@code adapter_model.safetensors}
     * @throws ModelException also when an adapter cannot be used or was trained for another model
     */
    public static ModelDirectory open(Path path, List<Path> adapters) {
        MappedFiles files = MappedFiles.open(path, adapters);
        try {
            return files.weights instanceof GgufFile gguf ? ofGguf(path, files, gguf) : ofDirectory(path, files);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    public ModelConfig config() {
        return weights.config();
    }

    public DecoderWeights weights() {
        return weights;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The model's own template; base models have none. */
    public Optional<ChatTemplate> chatTemplate() {
        return chatTemplate;
    }

    /** The token every sequence begins with, where the model was trained that way. */
    public Optional<Integer> bosId() {
        return bosId;
    }

    /** Tokens that end an answer. */
    public Set<Integer> stopIds() {
        return stopIds;
    }

    @Override
    public void close() {
        try (files) {
            tokenizer.close();
        }
    }

    private record MappedFiles(Weights weights, List<LoraAdapter> adapters) implements AutoCloseable {
        static MappedFiles open(Path path, List<Path> adapters) {
            MappedFiles files = new MappedFiles(Weights.open(path), new ArrayList<>());
            try {
                adapters.forEach(adapter -> files.adapters.add(LoraAdapter.open(adapter)));
                return files;
            } catch (RuntimeException e) {
                files.close();
                throw e;
            }
        }

        DecoderWeights decoder(ModelConfig config) {
            DecoderWeights decoder = new DecoderWeights(weights, config);
            for (LoraAdapter adapter : adapters) {
                decoder = decoder.withAdapter(adapter);
            }
            return decoder;
        }

        @Override
        public void close() {
            adapters.forEach(LoraAdapter::close);
            weights.close();
        }
    }

    /**
     * What a model's files say of its special tokens, as entries of the vocabulary.
     *
     * @param bosFirst whether every sequence begins with {@code bos}; empty where the tokenizer itself says
     */
    private record TokenSettings(
            Optional<String> bos, Optional<Boolean> bosFirst, Optional<String> eos, Optional<String> template) {}

    private static ModelDirectory ofGguf(Path path, MappedFiles files, GgufFile file) {
        DecoderWeights weights = files.decoder(GgufConfig.read(file));
        GgufMetadata metadata = file.metadata();
        List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
        boolean bosFirst = metadata.findBool("tokenizer.ggml.add_bos_token")
                .orElse(metadata.string("tokenizer.ggml.model").equals("llama"));
        TokenSettings settings = new TokenSettings(
                entry(metadata, tokens, "tokenizer.ggml.bos_token_id"),
                Optional.of(bosFirst),
                entry(metadata, tokens, "tokenizer.ggml.eos_token_id"),
                metadata.findString("tokenizer.chat_template"));
        Path beside = file.path().resolveSibling("tokenizer.json");
        Tokenizer tokenizer =
                Files.isRegularFile(beside) ? Tokenizer.of(read(beside), beside.toString()) : Tokenizer.of(file);
        return new ModelDirectory(path, files, weights, tokenizer, settings);
    }

    private static ModelDirectory ofDirectory(Path path, MappedFiles files) {
        Path directory = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        DecoderWeights weights = files.decoder(HuggingFaceConfig.read(directory.resolve("config.json")));
        Path settingsFile = directory.resolve("tokenizer_config.json");
        JsonNode json = Files.isRegularFile(settingsFile) ? parse(settingsFile) : JSON.createObjectNode();
        TokenSettings settings = new TokenSettings(
                text(json.path("bos_token")),
                Optional.empty(),
                text(json.path("eos_token")),
                template(directory, json));
        Path tokenizerFile = directory.resolve("tokenizer.json");
        Tokenizer tokenizer = Tokenizer.of(read(tokenizerFile), tokenizerFile.toString());
        return new ModelDirectory(path, files, weights, tokenizer, settings);
    }

    private static Optional<String> template(Path directory, JsonNode settings) {
        Path file = directory.resolve("chat_template.jinja");
        return Files.isRegularFile(file) ? Optional.of(read(file)) : text(settings.path("chat_template"));
    }

    /** A token is written as a string, or as an object with its content. */
    private static Optional<String> text(JsonNode node) {
        JsonNode content = node.isObject() ? node.path("content") : node;
        return content.isString() ? Optional.of(content.asString()) : Optional.empty();
    }

    private static Optional<String> entry(GgufMetadata metadata, List<String> tokens, String key) {
        return metadata.findInteger(key)
                .filter(id -> id >= 0 && id < tokens.size())
                .map(id -> tokens.get(Math.toIntExact(id)));
    }

    private static Optional<Integer> id(Tokenizer tokenizer, String entry) {
        return tokenizer.id(entry).stream().boxed().findFirst();
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(read(file));
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    file.toString(),
                    "not readable as JSON (%s); pull the model again".formatted(e.getOriginalMessage()),
                    e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    file.toString(),
                    "cannot be read (%s); expected beside the weights, pull the model again".formatted(e.getMessage()),
                    e);
        }
    }
}
