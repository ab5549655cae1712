package io.osler.models.lora;

import io.osler.models.weights.SafetensorsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes small adapters as PEFT saves them; float32. */
public final class AdapterBuilder {
    /** The fields that decide nothing, or say that a variant is not used, are there too. */
    private static final String PLAIN = """
            {"peft_type": "LORA", "task_type": "CAUSAL_LM", "bias": "none", "fan_in_fan_out": false, "use_dora": false,
             "use_rslora": false, "lora_bias": false, "init_lora_weights": true, "lora_dropout": 0.05,
             "rank_pattern": {}, "alpha_pattern": {}, "modules_to_save": null, "layer_replication": null,
             "layers_to_transform": null, "target_parameters": [], "loftq_config": {},
             "base_model_name_or_path": "invented"}
            """;

    private final ObjectNode config = (ObjectNode) JsonMapper.shared().readTree(PLAIN);
    private final SafetensorsBuilder tensors = new SafetensorsBuilder();

    public AdapterBuilder(int rank, double alpha, String... targets) {
        config.put("r", rank).put("lora_alpha", alpha);
        for (String target : targets) {
            config.withArray("target_modules").add(target);
        }
    }

    /** Sets a field of the configuration to JSON; a null value takes it out. */
    public AdapterBuilder with(String field, String json) {
        if (json == null) {
            config.remove(field);
        } else {
            config.set(field, JsonMapper.shared().readTree(json));
        }
        return this;
    }

    /** Both factors of one module's change, row by row. */
    public AdapterBuilder change(String module, int rank, float[] a, float[] b) {
        return tensor("base_model.model." + module + ".lora_A.weight", a, rank, a.length / rank)
                .tensor("base_model.model." + module + ".lora_B.weight", b, b.length / rank, rank);
    }

    public AdapterBuilder tensor(String name, float[] values, long... sizes) {
        tensors.tensor(name, values, sizes);
        return this;
    }

    public Path write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("adapter_config.json"), config.toString());
            tensors.write(directory.resolve("adapter_model.safetensors"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
