package io.osler.ner.export;

import io.osler.ner.Annotations;
import io.osler.ner.corpus.OffsetUnit;
import java.util.List;
import java.util.Set;

/** A sink's life: open, then closed or failed, and no half file in either case. */
final class GuardedWriter implements AnnotationWriter {
    private enum State {
        OPEN,
        CLOSED,
        FAILED
    }

    private final NoteSink sink;
    private final Set<String> labels;
    private final OffsetUnit unit;
    private State state = State.OPEN;

    GuardedWriter(NoteSink sink, List<String> labels, OffsetUnit unit) {
        this.sink = sink;
        this.unit = unit;
        this.labels = Set.copyOf(labels);
    }

    @Override
    public void write(Annotations annotations) {
        if (state != State.OPEN) {
            throw new IllegalStateException("writer is %s, expected OPEN".formatted(state));
        }
        orAbandon(() -> sink.add(CheckedNote.of(annotations, labels, unit)));
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.CLOSED;
            orAbandon(sink::publish);
        }
    }

    private void orAbandon(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            state = State.FAILED;
            sink.abandon();
            throw e;
        }
    }
}
