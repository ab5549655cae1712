package io.osler.models.config;

/**
 * Llama 2 and 3, SmolLM2, and Mistral without a sliding window.
 *
 * @param shape sizes
 * @param rope  positions
 */
public record LlamaConfig(DecoderShape shape, Rope rope) implements ModelConfig {}
