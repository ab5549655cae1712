package io.osler.models.store;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which files of a repository or directory belong to a model that Osler can open. */
final class ModelFiles {
    private static final Set<String> CONFIGURATION = Set.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "vocab.txt",
            "merges.txt",
            "chat_template.jinja",
            "modules.json",
            "sentence_bert_config.json",
            "config_sentence_transformers.json",
            "1_Pooling/config.json",
            "model.safetensors.index.json");

    private ModelFiles() {}

    /** Configuration, tokenizer and safetensors; empty when there are no safetensors. */
    static List<String> safetensorsModel(List<String> names) {
        List<String> weights =
                names.stream().filter(ModelFiles::isTopLevelSafetensors).toList();
        // Some repositories hold the weights a second time, as consolidated.safetensors.
        List<String> usual =
                weights.stream().filter(name -> name.startsWith("model")).toList();
        List<String> chosen = usual.isEmpty() ? weights : usual;
        if (chosen.isEmpty()) {
            return List.of();
        }
        return names.stream()
                .filter(name -> chosen.contains(name) || CONFIGURATION.contains(name))
                .toList();
    }

    /** All that may be part of a model in a user's directory: there a GGUF or ONNX file is meant, not one of thirty. */
    static boolean isPart(String name) {
        return CONFIGURATION.contains(name) || (!name.contains("/") && isWeights(name));
    }

    static boolean isWeights(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".safetensors")
                || lower.endsWith(".gguf")
                || lower.endsWith(".onnx")
                || lower.endsWith(".onnx_data");
    }

    static List<String> gguf(List<String> names) {
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".gguf"))
                .toList();
    }

    private static boolean isTopLevelSafetensors(String name) {
        return name.endsWith(".safetensors") && !name.contains("/");
    }
}
