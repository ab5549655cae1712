/** Settings measured on annotated corpora, and what people read of it. */
package io.osler.ner.eval;
