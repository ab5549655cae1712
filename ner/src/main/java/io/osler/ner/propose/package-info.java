/**
 * Which sentences of unlabelled notes people should annotate next: those a head is unsure of and that are unlike each
 * other, with mentions proposed. {@link io.osler.ner.propose.UsefulSentences} chooses,
 * {@link io.osler.ner.propose.ProposalFiles} writes, {@link io.osler.ner.propose.ActiveSimulation} shows what it is worth.
 */
package io.osler.ner.propose;
