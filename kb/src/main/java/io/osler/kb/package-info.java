/**
 * What is known: concepts and their names, found by name, in a text, or by likeness. Door:
 * {@link io.osler.kb.KnowledgeBase}; {@link io.osler.kb.build.KnowledgeBaseBuilder} makes one.
 */
package io.osler.kb;
