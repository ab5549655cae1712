package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.ConfidenceBand;
import io.osler.ner.Mention;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.files.AtomicFiles;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mentions that somebody should look at, a line of JSON each: note, begin, end (code points from 0), type, confidence and
 * text, in the order of the notes.
 */
final class ReviewList {
    static final String FILE = "review.jsonl";

    private final ConfidenceBand doubtful;
    private final OffsetUnit unit;
    private final StringBuilder lines = new StringBuilder();

    ReviewList(ConfidenceBand doubtful, OffsetUnit unit) {
        this.doubtful = doubtful;
        this.unit = unit;
    }

    synchronized void add(Annotations found) {
        String text = found.note().text();
        OffsetUnit.Ruler offsets = unit.ruler(text);
        for (Mention mention : found.mentions()) {
            if (doubtful.holds(mention)) {
                lines.append(JsonMapper.shared()
                                .createObjectNode()
                                .put("note", found.note().id())
                                .put("begin", offsets.fromUtf16(mention.span().begin()))
                                .put("end", offsets.fromUtf16(mention.span().end()))
                                .put("type", mention.type())
                                .put("confidence", mention.confidence())
                                .put("text", mention.span().in(text))
                                .toString())
                        .append('\n');
            }
        }
    }

    synchronized void write(Path directory) {
        AtomicFiles.write(directory.resolve(FILE), lines.toString());
    }
}
