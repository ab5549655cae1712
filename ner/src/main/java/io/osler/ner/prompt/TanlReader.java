package io.osler.ner.prompt;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a marked copy that nothing held to the format: a stack machine over the signs, so marks may be nested, glued to
 * words, left open or around nothing; what stands between them is the echo, and is aligned with the sentence.
 *
 * <pre>
 * text    copy                      | open: push where the echo stands
 * mention copy                      | bar: read a label | close: no label, the signs are taken away
 * label   up to close; the mention is from where it was opened to where the bar stood
 * </pre>
 */
final class TanlReader {
    private final Marks marks;
    private final LabelReader labels;
    private final AnswerTally tally = new AnswerTally();
    private final StringBuilder echo = new StringBuilder();
    private final Deque<Integer> opened = new ArrayDeque<>();
    private final List<Labelled> found = new ArrayList<>();
    private String answer;
    private int at;

    private record Labelled(TextSpan span, String label) {}

    TanlReader(Marks marks, List<String> labels) {
        this.marks = marks;
        this.labels = new LabelReader(labels);
    }

    /** Reads one answer; a reader reads one only. */
    Decoding read(String text, String sentence) {
        answer = line(text);
        while (at < answer.length()) {
            step();
        }
        opened.forEach(begin -> tally.add(AnswerEvent.MARK_STRAY));
        if (echo.toString().isBlank() && !sentence.isBlank()) {
            tally.add(AnswerEvent.UNPARSEABLE);
            return new Decoding(List.of(), tally.counts());
        }
        return new Decoding(Overlaps.resolved(aligned(sentence), tally), tally.counts());
    }

    /** The first line that says something; what follows it is no part of the answer. */
    private String line(String text) {
        String stripped = text.strip();
        int end = stripped.indexOf('\n');
        if (end >= 0) {
            tally.add(AnswerEvent.TEXT_AFTER);
        }
        return end < 0 ? stripped : stripped.substring(0, end).stripTrailing();
    }

    private void step() {
        if (isOpen()) {
            at += marks.open().length();
            skipSpace();
            opened.push(echo.length());
        } else if (answer.startsWith(marks.bar(), at)) {
            at += marks.bar().length();
            readLabel();
        } else if (answer.startsWith(marks.close(), at)) {
            at += marks.close().length();
            tally.add(AnswerEvent.MARK_STRAY);
            opened.poll();
        } else {
            echo.append(answer.charAt(at++));
        }
    }

    /** Where a sign runs on, as behind a text that ends with its first character, the last place counts. */
    private boolean isOpen() {
        return answer.startsWith(marks.open(), at)
                && (marks.open().length() == 1 || !answer.startsWith(marks.open(), at + 1));
    }

    private void readLabel() {
        skipSpace();
        dropSpace();
        if (opened.isEmpty()) {
            tally.add(AnswerEvent.MARK_STRAY);
            return;
        }
        int begin = opened.pop();
        int close = answer.indexOf(marks.close(), at);
        int next = answer.indexOf(marks.open(), at);
        Optional<String> label;
        if (close >= 0 && (next < 0 || close < next)) {
            label = labels.read(answer.substring(at, close), tally);
            at = close + marks.close().length();
        } else {
            label = labels.atStartOf(answer.substring(at));
            tally.add(label.isPresent() ? AnswerEvent.MARK_CLOSED : AnswerEvent.MARK_STRAY);
            at += label.map(String::length).orElse(0);
        }
        if (echo.substring(begin).isBlank()) {
            tally.add(AnswerEvent.MARK_EMPTY);
        } else {
            label.ifPresent(name -> found.add(new Labelled(new TextSpan(begin, echo.length()), name)));
        }
    }

    /** One space belongs to the sign before it. */
    private void skipSpace() {
        if (at < answer.length() && answer.charAt(at) == ' ') {
            at++;
        }
    }

    /** One space belongs to the bar behind it. */
    private void dropSpace() {
        int last = echo.length() - 1;
        boolean own = last >= 0 && echo.charAt(last) == ' ' && !opened.isEmpty() && last >= opened.peek();
        if (own) {
            echo.setLength(last);
        }
    }

    private List<Mention> aligned(String sentence) {
        EchoAligner aligner = new EchoAligner(echo.toString(), sentence);
        if (!aligner.isEqual()) {
            tally.add(AnswerEvent.ECHO_DIFFERS);
        }
        List<Mention> mentions = new ArrayList<>();
        for (Labelled mark : found) {
            Optional<EchoAligner.Projected> projected = aligner.project(mark.span());
            if (projected.isEmpty()) {
                tally.add(AnswerEvent.UNGROUNDED);
            } else {
                if (!projected.get().literal()) {
                    tally.add(AnswerEvent.FUZZY);
                }
                mentions.add(new Mention(projected.get().span(), mark.label(), 1));
            }
        }
        return mentions;
    }
}
