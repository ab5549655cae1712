package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of documents that are one sentence of a note: {@code letter@120-163}, in code points of the note, half-open.
 * What people correct sentence by sentence comes back under them, and so is known to belong together.
 */
public final class SentenceId {
    private static final Pattern FORM = Pattern.compile("(.+)@\\d+-\\d+");

    private SentenceId() {}

    /** @param codePoints of the note */
    public static String of(String note, TextSpan codePoints) {
        return "%s@%d-%d".formatted(note, codePoints.begin(), codePoints.end());
    }

    /** The note that a document is a sentence of, or the document itself. */
    public static String note(String document) {
        Matcher form = FORM.matcher(document);
        return form.matches() ? form.group(1) : document;
    }
}
