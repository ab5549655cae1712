package io.osler.ner.cli;

import io.osler.engine.EngineException;
import io.osler.models.TextSpan;
import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Knows two problems and a treatment by heart, a sentence a line, and fails on request. Remembers what it was shown. */
final class FakeAnnotator implements NoteAnnotator {
    private static final Pattern WORDS = Pattern.compile("(?<problem>fever|cough)|(?<treatment>aspirin)");

    final List<ClinicalNote> shown = new ArrayList<>();
    Runnable beforeSentence = () -> {};
    boolean closed;
    String modelName = "toy";

    @Override
    public Annotations annotate(ClinicalNote note, IntConsumer progress) {
        shown.add(note);
        if (note.text().contains("engine fails")) {
            throw new EngineException(EngineException.Code.FAILED, "device", "gave up; try again");
        }
        if (note.text().contains("bug")) {
            throw new IllegalStateException("quotes: " + note.text());
        }
        int sentences = sentences(note);
        for (int done = 1; done <= sentences; done++) {
            beforeSentence.run();
            progress.accept(done);
        }
        return new Annotations(note, mentions(note.text()), sentences, skipped(note.text()), 1_000);
    }

    @Override
    public int sentences(ClinicalNote note) {
        return (int) note.text().lines().filter(line -> !line.isBlank()).count();
    }

    @Override
    public String modelName() {
        return modelName;
    }

    @Override
    public String weightForm() {
        return "f32";
    }

    @Override
    public String deviceName() {
        return "fake";
    }

    @Override
    public void close() {
        closed = true;
    }

    private static List<Mention> mentions(String text) {
        return WORDS.matcher(text)
                .results()
                .map(found -> new Mention(
                        new TextSpan(found.start(), found.end()),
                        found.group("problem") != null ? "problem" : "treatment",
                        0.5))
                .toList();
    }

    private static List<SkippedSpan> skipped(String text) {
        int begin = text.indexOf("<long>");
        return begin < 0 ? List.of() : List.of(new SkippedSpan(begin, begin + "<long>".length(), "too long to read"));
    }
}
