/** Which examples a prompt shows. */
package io.osler.ner.select;
