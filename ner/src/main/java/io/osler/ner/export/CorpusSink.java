package io.osler.ner.export;

import io.osler.ner.corpus.CorpusFormat;
import io.osler.ner.corpus.CorpusText;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import io.osler.ner.files.UniqueNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A format corpora are kept in: notes become documents, and what the format cannot say of a note is put so that it can. */
final class CorpusSink implements NoteSink {
    private final PendingFile file;
    private final CorpusFormat format;
    private final CorpusText text;
    private final UniqueNames ids = new UniqueNames();

    CorpusSink(Path target, CorpusFormat format, OffsetUnit unit) {
        this.format = format;
        this.text = CorpusText.of(format, unit);
        this.file = AtomicFiles.create(target);
        write(text.head());
    }

    @Override
    public void add(CheckedNote note) {
        String id = note.note().id();
        write(text.next(
                switch (format) {
                    case PUBTATOR -> NoteDocuments.onOneLine(note, ids.take(plainId(id)));
                    case IOB2 -> NoteDocuments.ofTokens(note, ids.take(plainId(id)));
                    case BIOC_JSON, JSONL, BRAT, LABEL_STUDIO -> NoteDocuments.whole(note, ids.take(id));
                }));
    }

    /** Ids stand in columns there. */
    private static String plainId(String id) {
        String plain = id.replaceAll("[\\s|()]+", "_");
        return plain.isEmpty() ? "note" : plain;
    }

    private void write(String part) {
        file.write(part.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void publish() {
        write(text.tail());
        file.publish();
    }

    @Override
    public void abandon() {
        file.close();
    }
}
