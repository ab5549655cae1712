package io.osler.ner.evidence;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Fitted evidence as a run asks for it.
 *
 * @param file      of {@code osler fit-spans}
 * @param names     the dictionary it was fitted with, if it was with one; the caller's to close
 * @param threshold least probability of a span that is taken; empty for the fitted one
 */
public record EvidenceChoice(Path file, Optional<EvidenceNames> names, OptionalDouble threshold) {}
