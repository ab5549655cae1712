/**
 * Plain text work on a note: lines, headings, sentences. No model, no vocabulary.
 *
 * <p>All offsets are UTF-16 code units of the note exactly as it was handed in; nothing here changes the note.
 */
package io.osler.ner.text;
