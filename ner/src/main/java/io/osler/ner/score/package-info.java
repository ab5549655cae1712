/** Precision, recall and F1 of mentions. */
package io.osler.ner.score;
