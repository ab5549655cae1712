package io.osler.models.config;

import io.osler.models.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The files in which sentence-transformers keeps how a model is used: {@code modules.json}, the pooling module's
 * {@code config.json}, {@code sentence_bert_config.json} and {@code config_sentence_transformers.json}.
 */
public final class SentenceTransformersFiles {
    private static final String FLAG = "pooling_mode_";

    private SentenceTransformersFiles() {}

    /**
     * The recipe of the model in a directory; empty when the directory has no {@code modules.json}.
     *
     * @throws ModelException ARCHITECTURE_UNSUPPORTED for a module or a pooling that is not computed here
     */
    public static Optional<EncoderRecipe> read(Path directory) {
        Path modules = directory.resolve("modules.json");
        if (!Files.isRegularFile(modules)) {
            return Optional.empty();
        }
        try {
            return Optional.of(recipe(directory, JsonFields.read(modules, "the list of modules of an encoder")));
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, directory.toString(), e.getMessage(), e);
        }
    }

    private static EncoderRecipe recipe(Path directory, JsonFields modules) {
        Pooling pooling = null;
        for (JsonNode module : modules.node()) {
            String type = module.path("type").asString("");
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer", "Normalize" -> {}
                case "Pooling" ->
                    pooling = pooling(
                            directory.resolve(module.path("path").asString("")).resolve("config.json"));
                default ->
                    throw modules.unsupported(
                            "module '%s', expected Transformer, Pooling and Normalize only".formatted(type));
            }
        }
        if (pooling == null) {
            throw modules.unsupported("no Pooling among the modules, expected one");
        }
        Optional<JsonFields> settings = find(directory.resolve("sentence_bert_config.json"));
        return new EncoderRecipe(
                pooling,
                settings.map(fields -> fields.integer("max_seq_length", 0)).orElse(0),
                prefix(directory),
                settings.map(fields -> fields.bool("do_lower_case", false)).orElse(false));
    }

    private static Pooling pooling(Path file) {
        JsonFields fields = JsonFields.read(file, "the configuration of a pooling module");
        List<String> modes = new ArrayList<>();
        if (fields.node().hasNonNull("pooling_mode")) { // newer files name it, older ones have a flag for each
            modes.add(fields.string("pooling_mode"));
        } else {
            fields.node().propertyNames().stream()
                    .filter(name -> name.startsWith(FLAG) && fields.bool(name, false))
                    .map(name ->
                            name.substring(FLAG.length()).replace("_tokens", "").replace("_token", ""))
                    .forEach(modes::add);
        }
        return switch (String.join(" and ", modes)) {
            case "cls" -> Pooling.CLS;
            case "mean" -> Pooling.MEAN;
            default ->
                throw fields.unsupported("pooling is %s, expected cls or mean".formatted(String.join(" and ", modes)));
        };
    }

    /** The prompt that goes before texts when nothing else is said. */
    private static String prefix(Path directory) {
        Optional<JsonFields> settings = find(directory.resolve("config_sentence_transformers.json"));
        return settings.filter(fields -> fields.node().hasNonNull("default_prompt_name"))
                .map(fields -> fields.within("prompts").string(fields.string("default_prompt_name")))
                .orElse("");
    }

    private static Optional<JsonFields> find(Path file) {
        return Files.isRegularFile(file)
                ? Optional.of(JsonFields.read(file, "settings of an encoder"))
                : Optional.empty();
    }
}
