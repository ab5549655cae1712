/**
 * Text that must have a given form: exact strings, regular expressions, JSON of a schema, as automata over the tokens
 * of a vocabulary.
 *
 * <pre>
 * choices, regex, JSON schema          what may be written           TokenLanguage
 *   automaton over code points         Lucene's automaton package
 *   automaton over UTF-8 bytes         deterministic, no dead ends
 * beside a trie of the vocabulary      which tokens keep it alive    TokenAutomaton
 * </pre>
 *
 * <p>Everything is over bytes, so a character spread over several tokens needs no special case.
 */
package io.osler.engine.grammar;
