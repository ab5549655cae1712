package io.osler.ner.files;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads text files, strictly as UTF-8. */
public final class Utf8Text {
    private Utf8Text() {}

    /** @throws NerException {@code INPUT_MISSING}, {@code INPUT_UNREADABLE} */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new NerException(
                    NerException.Code.INPUT_MISSING, file.toString(), "there is no such file, check the path", e);
        } catch (CharacterCodingException e) {
            throw new NerException(NerException.Code.INPUT_UNREADABLE, file.toString(), "is not UTF-8, convert it", e);
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.INPUT_UNREADABLE,
                    file.toString(),
                    "cannot be read (%s), check that it is a file you may read"
                            .formatted(e.getClass().getSimpleName()),
                    e);
        }
    }
}
