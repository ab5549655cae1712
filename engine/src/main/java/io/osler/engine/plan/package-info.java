/**
 * A step of the model as data: which tokens, where their keys and values go, and which attention calls read what. Plain
 * arrays, no tensors; {@code torch} turns them into one program call.
 */
package io.osler.engine.plan;
