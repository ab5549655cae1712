package io.osler.kb;

/**
 * A name of a concept as a source writes it.
 *
 * @param text   never blank
 * @param kind   how it relates to the concept
 * @param origin the vocabulary that states it, such as {@code doid} or a UMLS source abbreviation
 */
public record ConceptName(String text, NameKind kind, String origin) {}
