package io.osler.ner.head;

/**
 * Where a part of a word's states comes from.
 *
 * @param model which of a head's models, from 0
 * @param layer after how many of its layers
 * @param width numbers it has
 */
record StateLayer(int model, int layer, int width) {}
