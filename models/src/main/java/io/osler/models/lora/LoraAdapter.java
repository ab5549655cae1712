package io.osler.models.lora;

import io.osler.models.ModelException;
import io.osler.models.config.LoraConfig;
import io.osler.models.weights.SafetensorsFile;
import io.osler.models.weights.TensorInfo;
import io.osler.models.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A low-rank adapter as PEFT saves it: a directory with {@code adapter_config.json} and
 * {@code adapter_model.safetensors}. For each weight {@code W [outputs][inputs]} that it changes it holds
 * {@code A [rank][inputs]} and {@code B [outputs][rank]}; the changed weight is {@code W + scale B A}.
 *
 * <p>Owns the mapped file: close it when the model's weights are read. Safe for many threads until then. Names are
 * Hugging Face's, with their end: {@code model.layers.3.self_attn.q_proj.weight}.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, LoRA</a>
 */
public final class LoraAdapter implements AutoCloseable {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final Pattern NAME = Pattern.compile("base_model\\.model\\.(.+)\\.lora_([AB])\\.weight");
    private static final String NAME_EXAMPLE = "base_model.model.model.layers.3.self_attn.q_proj.lora_A.weight";

    /** The factors of one weight's change. */
    private record Factors(TensorInfo a, TensorInfo b, double scale) {}

    private record DecodedA(Factors factors, float[] values) {}

    private final Path path;
    private final Weights weights;
    private final Map<String, Factors> factors;

    /** The last one asked for: a matrix is read in many pieces, one after the other, and each needs all of A. */
    private volatile DecodedA last = new DecodedA(null, new float[0]);

    private LoraAdapter(Path path, Weights weights, Map<String, Factors> factors) {
        this.path = path;
        this.weights = weights;
        this.factors = Collections.unmodifiableMap(factors);
    }

    /**
     * Opens a directory; decodes nothing yet, and leaves nothing open when it fails.
     *
     * @throws ModelException FILE_MISSING; FILE_CORRUPT when the two files do not agree; FORMAT_UNSUPPORTED for what is
     *     more than {@code W + scale B A}: DoRA, biases, modules saved whole, and others
     */
    public static LoraAdapter open(Path directory) {
        LoraConfig config = LoraConfig.read(directory.resolve(CONFIG));
        Path file = directory.resolve(TENSORS);
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING,
                    file.toString(),
                    "there is no such file; expected beside %s. Save an adapter_model.bin again as safetensors"
                            .formatted(CONFIG));
        }
        Weights weights = SafetensorsFile.open(file);
        try {
            return new LoraAdapter(directory, weights, factors(weights, config));
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** The directory that was opened. */
    public Path path() {
        return path;
    }

    /** Names of the weights it changes, sorted. */
    public Collection<String> weightNames() {
        return factors.keySet();
    }

    /** Rows of a weight it changes. */
    public long outputs(String weightName) {
        return changed(weightName).b.rows();
    }

    /** Columns of a weight it changes. */
    public long inputs(String weightName) {
        return changed(weightName).a.columns();
    }

    /** What {@code B A} of a weight is multiplied with. */
    public double scale(String weightName) {
        return changed(weightName).scale;
    }

    /**
     * Adds {@code scale B A} to rows of a weight, in float32; does nothing for a weight that the adapter does not
     * change.
     *
     * @param rowBegin     first row
     * @param rows         how many rows
     * @param target       the rows of W, one after the other from {@code targetOffset} on; changed in place
     * @param targetOffset index of the first number in {@code target}
     */
    public void addRows(String weightName, long rowBegin, int rows, float[] target, int targetOffset) {
        Factors factors = this.factors.get(weightName);
        if (factors == null) {
            return;
        }
        int rank = Math.toIntExact(factors.b.columns());
        int inputs = Math.toIntExact(factors.a.columns());
        float[] a = decodedA(factors);
        float[] b = new float[rows * rank];
        weights.readRows(factors.b, rowBegin, rows, b, 0);
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < rank; k++) {
                float share = (float) (factors.scale * b[row * rank + k]);
                int to = targetOffset + row * inputs;
                int from = k * inputs;
                for (int i = 0; i < inputs; i++) {
                    target[to + i] += share * a[from + i];
                }
            }
        }
    }

    @Override
    public void close() {
        weights.close();
    }

    private float[] decodedA(Factors wanted) {
        DecodedA known = last;
        if (!wanted.equals(known.factors)) {
            known = new DecodedA(wanted, weights.readAll(wanted.a));
            last = known;
        }
        return known.values;
    }

    private Factors changed(String weightName) {
        Factors found = factors.get(weightName);
        if (found == null) {
            throw new IllegalArgumentException(
                    "weight name is '%s', expected one that the adapter changes".formatted(weightName));
        }
        return found;
    }

    private static Map<String, Factors> factors(Weights weights, LoraConfig config) {
        Map<String, TensorInfo> a = new TreeMap<>();
        Map<String, TensorInfo> b = new TreeMap<>();
        for (TensorInfo tensor : weights.tensors()) {
            Matcher name = NAME.matcher(tensor.name());
            if (!name.matches()) {
                throw error(
                        weights,
                        ModelException.Code.FORMAT_UNSUPPORTED,
                        "there is a tensor %s, expected only names such as %s".formatted(tensor.name(), NAME_EXAMPLE));
            }
            (name.group(2).equals("A") ? a : b).put(name.group(1), tensor);
        }
        requirePairs(weights, a, b);
        requireTargets(weights, config, a.keySet());
        Map<String, Factors> factors = new TreeMap<>();
        a.forEach((module, tensor) ->
                factors.put(module + ".weight", factors(weights, config, module, tensor, b.get(module))));
        return factors;
    }

    private static void requirePairs(Weights weights, Map<String, TensorInfo> a, Map<String, TensorInfo> b) {
        if (a.isEmpty() && b.isEmpty()) {
            throw corrupt(weights, "there are no tensors, expected names such as " + NAME_EXAMPLE);
        }
        a.keySet().stream().filter(module -> !b.containsKey(module)).findFirst().ifPresent(module -> {
            throw corrupt(weights, "%s has lora_A and no lora_B, expected both".formatted(module));
        });
        b.keySet().stream().filter(module -> !a.containsKey(module)).findFirst().ifPresent(module -> {
            throw corrupt(weights, "%s has lora_B and no lora_A, expected both".formatted(module));
        });
    }

    /** What one file lists and the other lacks would silently not be applied. */
    private static void requireTargets(Weights weights, LoraConfig config, Collection<String> modules) {
        List<String> targets = config.targets();
        if (targets.isEmpty()) {
            return;
        }
        for (String module : modules) {
            if (targets.stream().noneMatch(target -> isOf(target, module))) {
                throw corrupt(
                        weights, "there is a change of %s, target_modules has only %s".formatted(module, targets));
            }
        }
        for (String target : targets) {
            if (modules.stream().noneMatch(module -> isOf(target, module))) {
                throw corrupt(
                        weights,
                        "target_modules has '%s', expected a change of such a module; there are %d of others"
                                .formatted(target, modules.size()));
            }
        }
    }

    private static boolean isOf(String target, String module) {
        return module.equals(target) || module.endsWith("." + target);
    }

    private static Factors factors(Weights weights, LoraConfig config, String module, TensorInfo a, TensorInfo b) {
        int rank = config.rank(module);
        if (a.shape().size() != 2 || a.shape().getFirst() != rank) {
            throw corrupt(
                    weights, "lora_A of %s is %s, expected [%d, inputs]: its rank".formatted(module, a.shape(), rank));
        }
        if (b.shape().size() != 2 || b.shape().getLast() != rank) {
            throw corrupt(
                    weights, "lora_B of %s is %s, expected [outputs, %d]: its rank".formatted(module, b.shape(), rank));
        }
        return new Factors(a, b, config.scale(module));
    }

    private static ModelException corrupt(Weights weights, String message) {
        return error(weights, ModelException.Code.FILE_CORRUPT, message);
    }

    private static ModelException error(Weights weights, ModelException.Code code, String message) {
        return new ModelException(code, weights.path().toString(), message);
    }
}
