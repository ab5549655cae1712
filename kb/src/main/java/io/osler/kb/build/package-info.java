/**
 * From vocabularies to a knowledge base: {@link io.osler.kb.source.TermSource}s tell facts to a
 * {@link io.osler.kb.source.FactSink}, {@link io.osler.kb.build.KnowledgeBaseBuilder} collects, sorts and writes them.
 */
package io.osler.kb.build;
