/**
 * From a mention to the concept it means, with a score, a reason and the runners-up, or an honest none. Begin at
 * {@link io.osler.ner.link.EntityLinker}.
 */
package io.osler.ner.link;
