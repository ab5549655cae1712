/**
 * The words sent, the shape demanded, the answer read. {@code Notation} is the door: one for each format, in signs that fit
 * the texts at hand. Words stand in files of the resources; {@code TanlReader}, {@code DiceForm} and {@code JsonReader}
 * read free answers, {@code EchoAligner} and {@code OccurrenceAligner} find what they name; {@code CopyOrMark} and
 * {@code CopiedList} are the grammars that make both unnecessary.
 */
package io.osler.ner.prompt;
