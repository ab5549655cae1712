/**
 * Vocabularies as they are published, read from beginning to end: {@link io.osler.kb.source.Sources} tells which format a
 * file has, a {@link io.osler.kb.source.TermSource} tells its facts.
 */
package io.osler.kb.source;
