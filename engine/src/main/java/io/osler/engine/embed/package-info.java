/**
 * What an {@link io.osler.engine.Embedder} consists of beside the encoder programs of {@code engine.torch}: how texts are
 * put together for a call, and the runner for ONNX files.
 */
package io.osler.engine.embed;
