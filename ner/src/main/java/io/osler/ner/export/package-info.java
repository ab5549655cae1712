/**
 * Results out. {@link io.osler.ner.export.ExportFormat} opens an {@link io.osler.ner.export.AnnotationWriter}; behind
 * it one {@code NoteSink} per format renders notes whose spans were checked once, and
 * {@link io.osler.ner.export.AtomicFiles} makes every file appear whole or not at all.
 *
 * <p>What is written may hold a note's text; what is said (messages, logs) may not. Offsets are Unicode code points,
 * converted from UTF-16 at this door by {@link io.osler.ner.export.CodePointOffsets}.
 */
package io.osler.ner.export;
