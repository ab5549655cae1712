package io.osler.ner.export;

import io.osler.models.TextSpan;
import io.osler.ner.export.CheckedNote.Found;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A note's words for formats that tag words: cut where mentions begin and end, so that each belongs to one or none. */
final class NoteTokens {
    private static final SentenceSplitter SPLITTER = new SentenceSplitter();

    private NoteTokens() {}

    /**
     * A word.
     *
     * @param span     in the note, without white space
     * @param found    the mention it belongs to
     * @param sentence counts from 0; a mention over a sentence's end makes one of two sentences
     */
    record Token(TextSpan span, Optional<Found> found, int sentence) {}

    /** All words of a note; only white space stands between them. */
    static List<Token> of(CheckedNote note) {
        String text = note.note().text();
        List<Sentence> sentences = SPLITTER.split(text);
        List<Found> found = note.found();
        List<Token> tokens = new ArrayList<>();
        int sentence = 0;
        int joined = 0;
        int next = 0;
        for (TextSpan piece : Words.of(text)) {
            int at = piece.begin();
            while (at < piece.end()) {
                while (next < found.size() && found.get(next).end() <= at) {
                    next++;
                }
                Found here = next < found.size() && found.get(next).begin() <= at ? found.get(next) : null;
                int cut = here != null
                        ? here.end()
                        : next < found.size() ? found.get(next).begin() : piece.end();
                int end = Math.min(cut, piece.end());
                while (sentence + 1 < sentences.size()
                        && sentences.get(sentence + 1).span().begin() <= at) {
                    sentence++;
                    joined += here != null
                                    && here.begin()
                                            < sentences.get(sentence).span().begin()
                            ? 1
                            : 0;
                }
                TextSpan span = new TextSpan(at, end);
                if (!isWhite(span.in(text))) {
                    tokens.add(new Token(span, Optional.ofNullable(here), sentence - joined));
                }
                at = end;
            }
        }
        return tokens;
    }

    private static boolean isWhite(String piece) {
        return piece.codePoints()
                .allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point) || point == '\u0085');
    }
}
