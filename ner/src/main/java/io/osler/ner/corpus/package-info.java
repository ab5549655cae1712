/**
 * Annotated corpora: one model of a document with its mentions, and the files people keep such documents in, read and
 * written. {@link io.osler.ner.corpus.Corpora} is the door.
 */
package io.osler.ner.corpus;
