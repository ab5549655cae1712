/** Heads fitted to annotated sentences: a small network on a frozen model's states. */
package io.osler.ner.head;
