package io.osler.models.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes ONNX models with as much in them as the reader looks at. */
final class OnnxBuilder {
    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    /** A float32 tensor; its numbers as raw bytes. */
    OnnxBuilder tensor(String name, float[] values, long... shape) {
        field(graph, 5, tensorBytes(name, values, shape));
        return this;
    }

    OnnxBuilder node(String operation, String name, String... inputs) {
        field(graph, 1, nodeBytes(operation, name, inputs).toByteArray());
        return this;
    }

    /** A node that makes one number under the name {@code name + "_output_0"}. */
    OnnxBuilder constant(String name, float value) {
        ByteArrayOutputStream node = nodeBytes("Constant", name);
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        field(attribute, 1, "value".getBytes(StandardCharsets.UTF_8));
        field(attribute, 5, tensorBytes("", new float[] {value}));
        field(node, 5, attribute.toByteArray());
        field(graph, 1, node.toByteArray());
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        varint(model, 1 << 3); // ir_version
        varint(model, 7);
        field(model, 7, graph.toByteArray());
        return model.toByteArray();
    }

    private static ByteArrayOutputStream nodeBytes(String operation, String name, String... inputs) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            field(node, 1, input.getBytes(StandardCharsets.UTF_8));
        }
        field(node, 2, (name + "_output_0").getBytes(StandardCharsets.UTF_8));
        field(node, 3, name.getBytes(StandardCharsets.UTF_8));
        field(node, 4, operation.getBytes(StandardCharsets.UTF_8));
        return node;
    }

    private static byte[] tensorBytes(String name, float[] values, long... shape) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        for (long size : shape) {
            varint(tensor, 1 << 3);
            varint(tensor, size);
        }
        varint(tensor, 2 << 3);
        varint(tensor, 1); // FLOAT
        field(tensor, 8, name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        field(tensor, 9, raw.array());
        return tensor.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] content) {
        varint(out, (long) number << 3 | 2);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left >= 0x80) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }
}
