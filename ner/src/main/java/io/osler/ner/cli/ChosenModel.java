package io.osler.ner.cli;

import java.nio.file.Path;

/**
 * The model of a run.
 *
 * @param id   its name in results
 * @param path a GGUF file or a directory
 */
record ChosenModel(String id, Path path) {}
