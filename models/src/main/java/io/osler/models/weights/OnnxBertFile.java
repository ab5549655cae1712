package io.osler.models.weights;

import io.osler.models.WeightRows;
import io.osler.models.config.BertConfig;
import io.osler.models.config.EncoderShape;
import io.osler.models.weights.OnnxGraph.OnnxNode;
import io.osler.models.weights.OnnxGraph.OnnxTensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a BERT out of its ONNX export, under transformers' names. PyTorch's exporter keeps the names of biases,
 * norms and tables; matrices it transposes and renames, but the products that use them bear the path of their module.
 * Sizes that no tensor shows stand in the graph as constants.
 *
 * <p>Owns the mapped file.
 */
public final class OnnxBertFile implements WeightRows, AutoCloseable {
    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String POSITIONS = "embeddings.position_embeddings.weight";
    private static final String TYPES = "embeddings.token_type_embeddings.weight";
    private static final String INNER_BIAS = "encoder.layer.%d.intermediate.dense.bias";

    private final MappedFile file;
    private final Map<String, Matrix> matrices;
    private final BertConfig config;

    /** A tensor, and whether it lies as [inputs][outputs]. */
    private record Matrix(OnnxTensor tensor, boolean transposed) {
        int rows() {
            return tensor.shape().size() < 2
                    ? 1
                    : Math.toIntExact(tensor.shape().get(transposed ? 1 : 0));
        }

        int columns() {
            return Math.toIntExact(tensor.elements() / rows());
        }

        float at(long row, long column) {
            return tensor.at(transposed ? column * rows() + row : row * columns() + column);
        }
    }

    private OnnxBertFile(MappedFile file, Map<String, Matrix> matrices, BertConfig config) {
        this.file = file;
        this.matrices = matrices;
        this.config = config;
    }

    /**
     * Opens the file; empty when it is no export of a BERT whose parts can be told by name. It can still be run as it
     * is.
     *
     * @throws io.osler.models.ModelException FILE_CORRUPT when it is not ONNX at all
     */
    public static Optional<OnnxBertFile> open(Path path) {
        MappedFile file = MappedFile.open(path);
        try {
            OnnxGraph graph = OnnxGraph.read(file);
            Map<String, Matrix> matrices = matrices(graph);
            Optional<OnnxBertFile> opened = config(graph, matrices)
                    .map(config -> new OnnxBertFile(file, matrices, config))
                    .filter(OnnxBertFile::isWhole);
            if (opened.isEmpty()) {
                file.close();
            }
            return opened;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public Path path() {
        return file.path();
    }

    public BertConfig config() {
        return config;
    }

    @Override
    public int rows(String name) {
        return matrix(name).rows();
    }

    @Override
    public int columns(String name) {
        return matrix(name).columns();
    }

    @Override
    public void readRows(String name, long rowBegin, int rows, float[] target, int targetOffset) {
        Matrix matrix = matrix(name);
        int columns = matrix.columns();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                target[targetOffset + row * columns + column] = matrix.at(rowBegin + row, column);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private Matrix matrix(String name) {
        Matrix matrix = matrices.get(name);
        if (matrix == null) {
            throw WeightErrors.noTensor(path(), name, matrices.keySet());
        }
        return matrix;
    }

    /** Every matrix of every layer is there and of the right size. */
    private boolean isWhole() {
        EncoderShape shape = config.shape();
        for (int layer = 0; layer < shape.layers(); layer++) {
            String at = "encoder.layer." + layer + ".";
            for (String square : new String[] {"self.query", "self.key", "self.value", "output.dense"}) {
                if (!has(at + "attention." + square + ".weight", shape.hidden(), shape.hidden())) {
                    return false;
                }
            }
            if (!has(at + "intermediate.dense.weight", shape.intermediate(), shape.hidden())
                    || !has(at + "output.dense.weight", shape.hidden(), shape.intermediate())) {
                return false;
            }
        }
        return true;
    }

    private boolean has(String name, int rows, int columns) {
        Matrix matrix = matrices.get(name);
        return matrix != null && matrix.rows() == rows && matrix.columns() == columns;
    }

    private static Map<String, Matrix> matrices(OnnxGraph graph) {
        Map<String, Matrix> matrices = new HashMap<>();
        graph.tensors().forEach((name, tensor) -> matrices.put(name, new Matrix(tensor, false)));
        for (OnnxNode node : graph.nodes().values()) {
            if (node.operation().equals("MatMul")
                    && node.name().startsWith("/")
                    && node.name().endsWith("/MatMul")) {
                String module = node.name().substring(1, node.name().length() - "/MatMul".length());
                OnnxTensor tensor = graph.tensors().get(node.inputs().getLast());
                if (tensor != null && tensor.shape().size() == 2) {
                    matrices.put(module.replace('/', '.') + ".weight", new Matrix(tensor, true));
                }
            }
        }
        return matrices;
    }

    private static Optional<BertConfig> config(OnnxGraph graph, Map<String, Matrix> matrices) {
        boolean exactGelu = graph.nodes().containsKey("/encoder/layer.0/intermediate/intermediate_act_fn/Erf");
        Optional<Float> headRoot = graph.constantInput("/encoder/layer.0/attention/self/Div", 1);
        Optional<Float> epsilon = graph.constantInput("/embeddings/LayerNorm/Add", 1);
        Matrix words = matrices.get(WORDS);
        Matrix positions = matrices.get(POSITIONS);
        Matrix types = matrices.get(TYPES);
        Matrix inner = matrices.get(INNER_BIAS.formatted(0));
        if (!exactGelu || headRoot.isEmpty() || epsilon.isEmpty() || words == null || positions == null) {
            return Optional.empty();
        }
        int headSize = Math.round(headRoot.get() * headRoot.get()); // scores are divided by its root
        if (types == null || inner == null || headSize < 1 || words.columns() % headSize != 0) {
            return Optional.empty();
        }
        int layers = 0;
        while (matrices.containsKey(INNER_BIAS.formatted(layers))) {
            layers++;
        }
        EncoderShape shape = new EncoderShape(
                words.rows(),
                layers,
                words.columns(),
                words.columns() / headSize,
                inner.columns(),
                positions.rows(),
                Double.parseDouble(epsilon.get().toString()));
        return Optional.of(new BertConfig(shape, types.rows()));
    }
}
