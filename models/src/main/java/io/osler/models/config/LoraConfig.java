package io.osler.models.config;

import io.osler.models.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * What the {@code adapter_config.json} of PEFT says of a low-rank adapter: how much of {@code B A} is added to which
 * weights.
 *
 * @param rank           columns of B and rows of A, where no override says otherwise
 * @param alpha          numerator of the scale, where no override says otherwise
 * @param rankStabilized whether the scale is {@code alpha / sqrt(rank)} and not {@code alpha / rank}
 * @param targets        ends of the names of the modules that are changed, such as {@code q_proj}; empty where the file
 *                       has an expression in place of names
 * @param ranks          ranks of modules that differ
 * @param alphas         numerators of modules that differ
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, LoRA</a>
 * @see <a href="https://arxiv.org/abs/2312.03732">Kalajdzievski 2023, rank-stabilized scaling</a>
 */
public record LoraConfig(
        int rank,
        double alpha,
        boolean rankStabilized,
        List<String> targets,
        List<ForModules> ranks,
        List<ForModules> alphas) {
    /** Each would load, and change the model in another way than it was trained to. */
    private static final List<String> REFUSED = List.of(
            "use_dora",
            "use_qalora",
            "use_bdlora",
            "lora_bias",
            "fan_in_fan_out",
            "modules_to_save",
            "layer_replication",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens",
            "arrow_config",
            "kasa_config",
            "monteclora_config");

    /** The other ways of initialising train against a base that was changed too, and the change is not in the files. */
    private static final List<String> INITIALISATIONS = List.of("true", "false", "gaussian", "eva", "orthogonal");

    /**
     * A number for the modules whose name ends in what an expression matches.
     *
     * @param modules matched against the whole name
     */
    public record ForModules(Pattern modules, double value) {}

    public LoraConfig {
        targets = List.copyOf(targets);
        ranks = List.copyOf(ranks);
        alphas = List.copyOf(alphas);
        requireRank("r", rank);
        requireAlpha("lora_alpha", alpha);
        ranks.forEach(override -> requireRank("rank_pattern", override.value));
        alphas.forEach(override -> requireAlpha("alpha_pattern", override.value));
    }

    /**
     * Reads the file.
     *
     * @throws ModelException FILE_MISSING; FILE_CORRUPT, naming the field, when one is missing or makes no sense;
     *     FORMAT_UNSUPPORTED for a variant that is more than {@code W + scale B A}
     */
    public static LoraConfig read(Path file) {
        JsonFields fields = JsonFields.read(file, "the adapter_config.json of a LoRA adapter as PEFT saves it");
        requirePlain(fields);
        try {
            return new LoraConfig(
                    fields.integer("r"),
                    fields.real("lora_alpha"),
                    fields.bool("use_rslora", false),
                    targets(fields),
                    overrides(fields.within("rank_pattern")),
                    overrides(fields.within("alpha_pattern")));
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, file.toString(), e.getMessage(), e);
        }
    }

    /** Of one module, such as {@code model.layers.3.self_attn.q_proj}. */
    public int rank(String module) {
        return override(ranks, module).map(Double::intValue).orElse(rank);
    }

    /** What {@code B A} of one module is multiplied with. */
    public double scale(String module) {
        double numerator = override(alphas, module).orElse(alpha);
        return numerator / (rankStabilized ? Math.sqrt(rank(module)) : rank(module));
    }

    /** The first that matches, in the order of the file. */
    private static Optional<Double> override(List<ForModules> overrides, String module) {
        return overrides.stream()
                .filter(override -> override.modules.matcher(module).matches())
                .map(ForModules::value)
                .findFirst();
    }

    private static void requirePlain(JsonFields fields) {
        requireOneOf(fields, "peft_type", List.of("LORA"));
        requireOneOf(fields, "bias", List.of("none"));
        requireOneOf(fields, "init_lora_weights", INITIALISATIONS);
        for (String key : REFUSED) {
            JsonNode value = fields.node().path(key);
            boolean off = value.isMissingNode()
                    || value.isNull()
                    || (value.isBoolean() && !value.asBoolean())
                    || (value.isContainer() && value.isEmpty());
            if (!off) {
                throw unsupported(
                        fields,
                        "%s is %s, expected none: this is more than a low-rank matrix added to each weight"
                                .formatted(key, value));
            }
        }
    }

    private static void requireOneOf(JsonFields fields, String key, List<String> supported) {
        JsonNode value = fields.node().path(key);
        String found = value.isString() ? value.asString() : value.toString();
        if (fields.node().hasNonNull(key) && !supported.contains(found)) {
            throw unsupported(fields, "%s is %s, expected one of %s".formatted(key, value, supported));
        }
    }

    private static ModelException unsupported(JsonFields fields, String message) {
        return new ModelException(
                ModelException.Code.FORMAT_UNSUPPORTED,
                fields.file().toString(),
                message + ". Merge the adapter into its model with the tool that trained it");
    }

    private static List<String> targets(JsonFields fields) {
        JsonNode targets = fields.node().path("target_modules");
        if (targets.isString()) {
            return List.of();
        }
        if (!targets.isArray() || targets.isEmpty() || !targets.valueStream().allMatch(JsonNode::isString)) {
            throw new IllegalArgumentException("target_modules is %s, expected names of modules such as [\"q_proj\"]"
                    .formatted(targets.isMissingNode() ? "missing" : targets));
        }
        return targets.valueStream().map(JsonNode::asString).toList();
    }

    private static List<ForModules> overrides(JsonFields pattern) {
        return pattern.node()
                .propertyStream()
                .map(entry -> new ForModules(ending(entry.getKey()), pattern.real(entry.getKey())))
                .toList();
    }

    /** PEFT's rule: the expression, after nothing or after a dot, up to the end of the name. */
    private static Pattern ending(String expression) {
        try {
            return Pattern.compile("(?:.*\\.)?(?:" + expression + ")");
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no regular expression (%s), expected one that matches the end of a module's name"
                            .formatted(expression, e.getDescription()),
                    e);
        }
    }

    private static void requireRank(String key, double rank) {
        if (!(rank >= 1) || rank != Math.rint(rank) || rank > 1 << 20) {
            throw new IllegalArgumentException("%s is %s, expected a whole number of 1 or more".formatted(key, rank));
        }
    }

    private static void requireAlpha(String key, double alpha) {
        if (!Double.isFinite(alpha)) {
            throw new IllegalArgumentException("%s is %s, expected a finite number".formatted(key, alpha));
        }
    }
}
