/**
 * What a text says of its mentions beside naming them: that the patient has the thing, does not, may have it, somebody else
 * has it, had it before. {@link io.osler.ner.assertion.Assertions} is the door, its rules lie in {@code assertion-rules.tsv}.
 */
package io.osler.ner.assertion;
