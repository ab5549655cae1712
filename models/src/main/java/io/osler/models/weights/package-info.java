/**
 * Weight files as mapped bytes with names and shapes: GGUF, safetensors, sharded safetensors. Door:
 * {@link io.osler.models.weights.Weights#open}. Decoding to float32 is all the arithmetic there is.
 */
package io.osler.models.weights;
