package io.osler.ner.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.osler.models.TextSpan;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import io.osler.ner.link.LinkCandidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of JSON per note in the shape of spaCy's {@code Doc.to_json}, so that {@code Doc(vocab).from_json(line)} gives the
 * document. White space is in tokens of its own
 * but for one space behind a word, as spaCy has it. Entities have keys more than spaCy reads: score, concept, assertion.
 * Offsets are code points.
 *
 * @see <a href="https://spacy.io/api/doc#to_json">Doc.to_json</a>
 */
final class SpacySink implements NoteSink {
    static final String FILE_NAME = "annotations.spacy.jsonl";

    private final PendingFile file;

    SpacySink(Path outputDirectory) {
        file = AtomicFiles.create(outputDirectory.resolve(FILE_NAME));
    }

    @Override
    public void add(CheckedNote note) {
        List<NoteTokens.Token> words = NoteTokens.of(note);
        file.write(ExportJson.lineBytes(new Doc(
                note.note().text(),
                note.found().stream().map(Ent::of).toList(),
                sentences(note, words),
                tokens(note, words),
                note.note().id())));
    }

    /** From the first word of a sentence to the last one. */
    private static List<Sent> sentences(CheckedNote note, List<NoteTokens.Token> words) {
        List<Sent> sentences = new ArrayList<>();
        for (int i = 0, begin = 0; i < words.size(); i++) {
            boolean last = i + 1 == words.size()
                    || words.get(i + 1).sentence() != words.get(i).sentence();
            if (last) {
                sentences.add(new Sent(
                        note.ruler().fromUtf16(words.get(begin).span().begin()),
                        note.ruler().fromUtf16(words.get(i).span().end())));
                begin = i + 1;
            }
        }
        return sentences;
    }

    private static List<Token> tokens(CheckedNote note, List<NoteTokens.Token> words) {
        List<Token> tokens = new ArrayList<>();
        String text = note.note().text();
        int at = 0;
        for (NoteTokens.Token word : words) {
            addWhite(note, at, word.span().begin(), tokens);
            add(note, word.span(), tokens);
            at = word.span().end();
            at += at < text.length() && text.charAt(at) == ' ' ? 1 : 0;
        }
        addWhite(note, at, text.length(), tokens);
        return tokens;
    }

    private static void addWhite(CheckedNote note, int from, int to, List<Token> tokens) {
        if (from < to) {
            add(note, new TextSpan(from, to), tokens);
        }
    }

    private static void add(CheckedNote note, TextSpan span, List<Token> tokens) {
        tokens.add(new Token(
                tokens.size(),
                note.ruler().fromUtf16(span.begin()),
                note.ruler().fromUtf16(span.end())));
    }

    @Override
    public void publish() {
        file.publish();
    }

    @Override
    public void abandon() {
        file.close();
    }

    private record Doc(String text, List<Ent> ents, List<Sent> sents, List<Token> tokens, String docId) {}

    /** spaCy's schema takes no fractions here, so the score is a text. */
    private record Ent(
            int start,
            int end,
            String label,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> kbId,
            String score,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> assertion,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> historical) {
        static Ent of(CheckedNote.Found found) {
            return new Ent(
                    found.place().begin(),
                    found.place().end(),
                    found.mention().type(),
                    found.concept().map(LinkCandidate::id),
                    Double.toString(found.mention().confidence()),
                    found.mention().assertion().map(said -> said.status().label()),
                    found.mention().assertion().map(said -> Boolean.toString(said.historical())));
        }
    }

    private record Sent(int start, int end) {}

    private record Token(int id, int start, int end) {}
}
