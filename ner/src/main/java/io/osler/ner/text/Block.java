package io.osler.ner.text;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/** A stretch of a note that no sentence crosses. */
sealed interface Block {
    TextSpan span();

    /** A heading, its colon included, and the name of the section it opens. */
    record Heading(TextSpan span, String name) implements Block {}

    /** Text of one or more lines: a paragraph, a list item, a row. */
    record Paragraph(TextSpan span) implements Block {}

    /** All blocks of a note in order; every character that is not white is in exactly one. */
    static List<Block> of(String note, Headings headings, SentenceEnds sentenceEnds, Abbreviations abbreviations) {
        List<Line> lines = Line.of(note);
        Wrapping wrapping = new Wrapping(note, lines, sentenceEnds, abbreviations);
        Builder blocks = new Builder();
        for (Line line : lines) {
            if (line.isBlank()) {
                blocks.close();
                continue;
            }
            var heading = headings.at(note, line);
            if (heading.isPresent()) {
                blocks.heading(line, heading.get());
                Line rest = line.after(note, heading.get().end());
                if (!rest.isBlank()) {
                    blocks.open(rest);
                }
            } else if (blocks.isOpen() && wrapping.joins(blocks.first, blocks.last, line)) {
                blocks.last = line;
            } else {
                blocks.close();
                blocks.open(line);
            }
        }
        blocks.close();
        return blocks.done;
    }

    /** The blocks so far and the paragraph under way, from its first line to its last. */
    final class Builder {
        private final List<Block> done = new ArrayList<>();
        private Line first;
        private Line last;

        private Builder() {}

        private boolean isOpen() {
            return first != null;
        }

        private void open(Line line) {
            first = line;
            last = line;
        }

        private void close() {
            if (isOpen()) {
                done.add(new Paragraph(new TextSpan(first.begin(), last.end())));
                first = null;
                last = null;
            }
        }

        private void heading(Line line, Headings.Heading heading) {
            close();
            done.add(new Heading(new TextSpan(line.begin(), heading.end()), heading.name()));
        }
    }
}
