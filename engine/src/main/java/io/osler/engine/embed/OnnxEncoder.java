package io.osler.engine.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineException;
import io.osler.models.config.Pooling;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An encoder as an ONNX file on ONNX Runtime. Texts of a call have one length, so nothing is padded. On CUDA only where
 * the class path has ONNX Runtime's build for it.
 */
public final class OnnxEncoder implements EncoderRunner {
    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

    private final Path file;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Pooling pooling;
    private final String output;
    private final int dimension;
    private final int tokensMax;

    private OnnxEncoder(
            Path file,
            OrtEnvironment environment,
            OrtSession session,
            Pooling pooling,
            NodeInfo output,
            int tokensMax) {
        this.file = file;
        this.environment = environment;
        this.session = session;
        this.pooling = pooling;
        this.output = output.getName();
        this.dimension = Math.toIntExact(lastSize(output));
        this.tokensMax = tokensMax;
    }

    /**
     * @param threadsOfCall CPU threads of one call
     * @param tokensMax     most tokens of a text, which an ONNX file does not say
     * @throws EngineException FAILED when ONNX Runtime refuses the file, FORM_UNSUPPORTED when it is no text encoder,
     *     DEVICE_MISSING without CUDA
     */
    public static OnnxEncoder open(Path file, Pooling pooling, ComputeDevice device, int threadsOfCall, int tokensMax) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            options.setIntraOpNumThreads(threadsOfCall);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            if (device == ComputeDevice.CUDA) {
                addCuda(options);
            }
            OrtSession session = environment.createSession(file.toString(), options);
            try {
                requireInputs(file, session);
                return new OnnxEncoder(file, environment, session, pooling, output(file, session, pooling), tokensMax);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw failed(file, "is refused by ONNX Runtime", e);
        }
    }

    private static void addCuda(OrtSession.SessionOptions options) {
        try {
            options.addCUDA(0);
        } catch (OrtException e) {
            throw new EngineException(
                    EngineException.Code.DEVICE_MISSING,
                    "device CUDA",
                    "ONNX Runtime has none (%s); put onnxruntime_gpu in the place of onnxruntime, or use device CPU"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static void requireInputs(Path file, OrtSession session) {
        for (String name : session.getInputNames()) {
            if (!INPUTS.contains(name)) {
                throw unsupported(file, "it asks for '%s', expected only %s".formatted(name, sorted(INPUTS)));
            }
        }
        if (!session.getInputNames().contains("input_ids")) {
            throw unsupported(file, "it does not ask for input_ids");
        }
    }

    /** The states of all tokens, or the pooler's vector: told from each other by how many sizes they have. */
    private static NodeInfo output(Path file, OrtSession session, Pooling pooling) throws OrtException {
        int sizes = pooling == Pooling.POOLER ? 2 : 3;
        Optional<NodeInfo> found = session.getOutputInfo().values().stream()
                .filter(info -> info.getInfo() instanceof TensorInfo tensor
                        && tensor.type == OnnxJavaType.FLOAT
                        && tensor.getShape().length == sizes
                        && lastSize(info) > 0)
                .findFirst();
        return found.orElseThrow(() -> unsupported(
                file,
                "no output is float32 with %d sizes, expected %s"
                        .formatted(sizes, sizes == 2 ? "a pooled vector" : "the states of the tokens")));
    }

    private static long lastSize(NodeInfo info) {
        long[] shape = ((TensorInfo) info.getInfo()).getShape();
        return shape[shape.length - 1];
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int tokensMax() {
        return tokensMax;
    }

    @Override
    public boolean takesSeveralLengths() {
        return false;
    }

    @Override
    public float[][] encode(List<int[]> texts) {
        int length = texts.getFirst().length;
        long[] shape = {texts.size(), length};
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (String name : session.getInputNames()) {
                inputs.put(name, OnnxTensor.createTensor(environment, values(name, texts, length), shape));
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), texts.size(), length);
            }
        } catch (OrtException e) {
            throw failed(file, "failed on %d texts of %d tokens".formatted(texts.size(), length), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static LongBuffer values(String name, List<int[]> texts, int length) {
        long[] values = new long[texts.size() * length];
        switch (name) {
            case "attention_mask" -> Arrays.fill(values, 1);
            case "token_type_ids" -> {} // a single text has type 0 throughout
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = texts.get(i / length)[i % length];
                }
            }
        }
        return LongBuffer.wrap(values);
    }

    private float[][] pooled(FloatBuffer states, int texts, int length) {
        float[][] vectors = new float[texts][dimension];
        for (int text = 0; text < texts; text++) {
            switch (pooling) {
                case POOLER -> states.get(text * dimension, vectors[text]);
                case CLS -> states.get(text * length * dimension, vectors[text]);
                case MEAN -> vectors[text] = mean(states, text * length, length);
            }
        }
        return vectors;
    }

    private float[] mean(FloatBuffer states, int rowBegin, int length) {
        float[] row = new float[dimension];
        float[] mean = new float[dimension];
        for (int token = 0; token < length; token++) {
            states.get((rowBegin + token) * dimension, row);
            for (int i = 0; i < dimension; i++) {
                mean[i] += row[i];
            }
        }
        for (int i = 0; i < dimension; i++) {
            mean[i] /= length;
        }
        return mean;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(file, "cannot be closed", e);
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static EngineException unsupported(Path file, String found) {
        return new EngineException(
                EngineException.Code.FORM_UNSUPPORTED, file.toString(), found + "; it is no text encoder's export");
    }

    private static EngineException failed(Path file, String what, OrtException e) {
        return new EngineException(
                EngineException.Code.FAILED, file.toString(), "%s (%s)".formatted(what, e.getMessage()), e);
    }
}
