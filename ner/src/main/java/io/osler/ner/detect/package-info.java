/** Who finds mentions: models, dictionaries, the pool's own strings. */
package io.osler.ner.detect;
