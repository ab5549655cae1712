/**
 * Low-rank adapters: small files that change a model which stays as it is on disk.
 * {@link io.osler.models.lora.LoraAdapter} opens one; {@link io.osler.models.DecoderWeights#withAdapter} adds it to the
 * weights as they are read.
 */
package io.osler.models.lora;
