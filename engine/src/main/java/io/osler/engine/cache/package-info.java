/**
 * Who holds which slot of the key/value pool: an allocator of ranges and a radix tree of the token sequences whose keys
 * and values are there. Numbers only; the tensors are in {@code torch}. Lives on the engine's thread.
 */
package io.osler.engine.cache;
