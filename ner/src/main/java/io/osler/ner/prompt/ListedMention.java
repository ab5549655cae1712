package io.osler.ner.prompt;

/**
 * A mention as a list names it, its place not yet known.
 *
 * @param text       as written
 * @param label      of the task
 * @param confidence in [0, 1]
 */
record ListedMention(String text, String label, double confidence) {}
