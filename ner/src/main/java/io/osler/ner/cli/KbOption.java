package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which knowledge base a command asks. Filled by picocli. */
final class KbOption {
    /** What results call the built-in one. */
    static final String STARTER = "starter";

    @Option(
            names = "--kb",
            paramLabel = "DIR",
            description = "A directory that 'osler kb build' made; without it the built-in starter vocabulary.")
    private Path directory;

    /**
     * Opens it; the caller closes it.
     *
     * @throws io.osler.kb.KbException when it cannot be opened
     */
    KnowledgeBase open() {
        return directory == null ? KnowledgeBase.starter() : KnowledgeBase.open(directory);
    }

    /**
     * Opens one by its name; the caller closes it.
     *
     * @param name {@link #STARTER}, or a directory
     * @throws io.osler.kb.KbException when it cannot be opened
     */
    static KnowledgeBase named(String name) {
        return name.equals(STARTER) ? KnowledgeBase.starter() : KnowledgeBase.open(Path.of(name));
    }

    /** What is taken when the user says nothing. */
    void otherwise(Path other) {
        directory = directory == null ? other : directory;
    }

    /** As results name it: the directory's last name. */
    String name() {
        return directory == null
                ? STARTER
                : directory.toAbsolutePath().normalize().getFileName().toString();
    }
}
