/** A small model over what a language model, annotated sentences and a dictionary say of a span. */
package io.osler.ner.evidence;
