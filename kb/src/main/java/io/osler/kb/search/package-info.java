/**
 * Ways to find a name: {@link io.osler.kb.search.Words} says when two names are the same,
 * {@link io.osler.kb.search.TextScanner} finds them in a text, {@link io.osler.kb.search.Segments} with a mistype,
 * {@link io.osler.kb.search.Abbreviations} finds what a text itself defines.
 */
package io.osler.kb.search;
