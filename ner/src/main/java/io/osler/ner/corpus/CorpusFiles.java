package io.osler.ner.corpus;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Texts of corpus files, strictly UTF-8, and the words for what is wrong with them. */
final class CorpusFiles {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CorpusFiles() {}

    /** @throws NerException {@code INPUT_MISSING}, {@code INPUT_UNREADABLE} */
    static String text(Path file) {
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

    /** Lines without their ends and without a mark of byte order; the first is line 1. */
    static List<String> lines(Path file) {
        String text = text(file);
        String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return Arrays.stream(content.split("\n", -1))
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    /** {@code corpus.tsv, line 7}. */
    static String place(Path file, int line) {
        return "%s, line %d".formatted(file, line);
    }

    static NerException invalid(String place, String what) {
        return new NerException(NerException.Code.CORPUS_INVALID, place, what);
    }
}
