package io.osler.engine;

/** What runs an encoder. */
public enum EncoderKind {
    /** What measured faster: the engine's program where the model's weights can be had, else ONNX Runtime. */
    AUTO,
    /** The engine's own program, on libtorch: from safetensors, or with the weights out of an ONNX file of BERT. */
    PROGRAM,
    /** ONNX Runtime, on {@code model.onnx} as it is. */
    ONNX
}
