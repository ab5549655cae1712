package io.osler.ner.corpus;

import io.osler.ner.NerException;
import io.osler.ner.files.Utf8Text;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Lines of corpus files, strictly UTF-8, and the words for what is wrong with them. */
final class CorpusFiles {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CorpusFiles() {}

    /** Lines without their ends and without a mark of byte order; the first is line 1. */
    static List<String> lines(Path file) {
        String text = Utf8Text.read(file);
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
