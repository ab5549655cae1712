/** What to find and how it is asked, as users write it. */
package io.osler.ner.task;
