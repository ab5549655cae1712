/**
 * The built knowledge base as a file. {@link io.osler.kb.file.KbWriter} specifies and writes it,
 * {@link io.osler.kb.file.KbFile} maps it. Inside, everything is a row: of concepts, of names, of words, of the nodes of
 * the trie of names.
 */
package io.osler.kb.file;
