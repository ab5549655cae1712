/** Files that appear whole or not at all, strict texts, names and fingerprints. */
package io.osler.ner.files;
