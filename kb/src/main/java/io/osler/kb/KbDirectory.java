package io.osler.kb;

import io.osler.kb.KbException.Code;
import io.osler.kb.vector.VectorFacts;
import io.osler.kb.vector.VectorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies in the directory of a knowledge base.
 *
 * @param vectorFile  where vectors of its names would lie
 * @param fingerprint of its content; indexes that say another one are of an earlier state
 */
record KbDirectory(Path directory, Path vectorFile, long fingerprint) {
    /** Of all files, indexes included. */
    long bytes() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(KbDirectory::size)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            throw new KbException(Code.IO, directory.toString(), "the directory cannot be read (%s)".formatted(e), e);
        }
    }

    /** Vectors of this very content; those of an earlier state are none. */
    Optional<KbInfo.Vectors> vectors() {
        if (!Files.isRegularFile(vectorFile)) {
            return Optional.empty();
        }
        try (VectorFile vectors = VectorFile.open(vectorFile)) {
            VectorFacts facts = vectors.facts();
            return facts.subject() == fingerprint
                    ? Optional.of(new KbInfo.Vectors(facts.encoder(), facts.dimension(), facts.rows()))
                    : Optional.empty();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
