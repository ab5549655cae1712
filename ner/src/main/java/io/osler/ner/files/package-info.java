/** Files that appear whole or not at all, and names for them. */
package io.osler.ner.files;
