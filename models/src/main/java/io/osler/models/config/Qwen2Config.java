package io.osler.models.config;

/**
 * Qwen2 and Qwen2.5: Llama with biases on queries, keys and values.
 *
 * @param shape sizes
 * @param rope  positions
 */
public record Qwen2Config(DecoderShape shape, Rope rope) implements ModelConfig {}
