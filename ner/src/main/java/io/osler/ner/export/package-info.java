/**
 * Results out. {@link io.osler.ner.export.ExportFormat} opens an {@link io.osler.ner.export.AnnotationWriter}; behind
 * it one {@code NoteSink} per format renders notes whose spans were checked once, and
 * {@link io.osler.ner.files.AtomicFiles} makes every file appear whole or not at all.
 *
 * <p>What is written may hold a note's text; what is said (messages, logs) may not. Offsets are Unicode code points
 * unless the run asked for UTF-16 units, converted at this door by {@link io.osler.ner.text.CodePointOffsets}.
 */
package io.osler.ner.export;
