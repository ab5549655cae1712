package io.osler.models.weights;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of an ONNX model is needed to know its weights again: float32 tensors, and the nodes that use them. Field numbers
 * are those of {@code onnx.proto}.
 *
 * @param tensors float32 initializers by name
 * @param nodes   nodes by name
 * @param made    values of nodes that are constants, by the name of their output
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">ONNX, onnx.proto</a>
 */
record OnnxGraph(Map<String, OnnxTensor> tensors, Map<String, OnnxNode> nodes, Map<String, OnnxTensor> made) {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATION = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int TENSOR_SHAPE = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_FLOATS = 4;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;
    private static final int TYPE_FLOAT = 1;

    /**
     * One float32 tensor.
     *
     * @param shape sizes, outermost first
     * @param bytes little-endian
     */
    record OnnxTensor(String name, List<Long> shape, MemorySegment bytes) {
        float at(long index) {
            return ProtoCursor.floatAt(bytes, index);
        }

        long elements() {
            return bytes.byteSize() / Float.BYTES;
        }
    }

    /** One operation with the names of what it reads and makes. */
    record OnnxNode(String name, String operation, List<String> inputs, List<String> outputs) {}

    static OnnxGraph read(MappedFile file) {
        OnnxGraph graph = new OnnxGraph(new HashMap<>(), new HashMap<>(), new HashMap<>());
        ProtoCursor model = new ProtoCursor(file.bytes(), WeightErrors.place(file.path()));
        while (model.hasNext()) {
            if (model.field() == MODEL_GRAPH) {
                graph.read(model.message());
            } else {
                model.skip();
            }
        }
        return graph;
    }

    /** A tensor by its own name, or the constant that a node makes under that name. */
    Optional<OnnxTensor> value(String name) {
        return Optional.ofNullable(tensors.get(name)).or(() -> Optional.ofNullable(made.get(name)));
    }

    /** The single number a node reads as its input {@code index}, if it is a constant. */
    Optional<Float> constantInput(String node, int index) {
        return Optional.ofNullable(nodes.get(node))
                .filter(found -> found.inputs().size() > index)
                .flatMap(found -> value(found.inputs().get(index)))
                .filter(tensor -> tensor.elements() == 1)
                .map(tensor -> tensor.at(0));
    }

    private void read(ProtoCursor graph) {
        while (graph.hasNext()) {
            switch (graph.field()) {
                case GRAPH_NODE -> readNode(graph.message());
                case GRAPH_INITIALIZER -> tensor(graph.message()).ifPresent(read -> tensors.put(read.name(), read));
                default -> graph.skip();
            }
        }
    }

    private void readNode(ProtoCursor node) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String operation = "";
        Optional<OnnxTensor> constant = Optional.empty();
        while (node.hasNext()) {
            switch (node.field()) {
                case NODE_INPUT -> inputs.add(node.string());
                case NODE_OUTPUT -> outputs.add(node.string());
                case NODE_NAME -> name = node.string();
                case NODE_OPERATION -> operation = node.string();
                case NODE_ATTRIBUTE -> constant = constant.or(() -> attributeTensor(node.message()));
                default -> node.skip();
            }
        }
        nodes.put(name, new OnnxNode(name, operation, inputs, outputs));
        if (operation.equals("Constant") && outputs.size() == 1) {
            constant.ifPresent(value -> made.put(outputs.getFirst(), value));
        }
    }

    private static Optional<OnnxTensor> attributeTensor(ProtoCursor attribute) {
        Optional<OnnxTensor> found = Optional.empty();
        while (attribute.hasNext()) {
            if (attribute.field() == ATTRIBUTE_TENSOR) {
                found = tensor(attribute.message());
            } else {
                attribute.skip();
            }
        }
        return found;
    }

    /** A tensor of float32 whose bytes are in the file; empty for every other. */
    private static Optional<OnnxTensor> tensor(ProtoCursor tensor) {
        List<Long> shape = new ArrayList<>();
        long type = 0;
        String name = "";
        MemorySegment bytes = null;
        while (tensor.hasNext()) {
            switch (tensor.field()) {
                case TENSOR_SHAPE -> tensor.eachVarint(shape::add);
                case TENSOR_TYPE -> type = tensor.number();
                case TENSOR_NAME -> name = tensor.string();
                case TENSOR_RAW -> bytes = tensor.bytes();
                case TENSOR_FLOATS -> {
                    if (tensor.wireType() == ProtoCursor.BYTES) { // packed, as every writer does
                        bytes = tensor.bytes();
                    } else {
                        tensor.skip();
                    }
                }
                default -> tensor.skip();
            }
        }
        boolean whole = type == TYPE_FLOAT
                && bytes != null
                && bytes.byteSize() == Float.BYTES * shape.stream().reduce(1L, (a, b) -> a * b);
        return whole ? Optional.of(new OnnxTensor(name, List.copyOf(shape), bytes)) : Optional.empty();
    }
}
