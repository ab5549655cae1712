package io.osler.engine.loop;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step of the model in Java Flight Recorder: counts alone, never text. */
@Name("io.osler.Step")
@Label("Model Step")
@Category("Osler")
@Description("One forward pass over a ragged batch")
@StackTrace(false)
final class StepEvent extends Event {
    @Label("Sequences")
    int sequences;

    @Label("Tokens")
    int tokens;

    @Label("Draft Tokens")
    int draftTokens;

    @Label("Answers Asked")
    int answers;

    @Label("Layers")
    int layers;

    static StepEvent begun() {
        StepEvent event = new StepEvent();
        event.begin();
        return event;
    }

    void ended(Planner.Step step) {
        end();
        if (shouldCommit()) {
            sequences = step.parts().size();
            tokens = step.input().rows();
            draftTokens = step.parts().stream()
                    .mapToInt(part -> part.ask().draft().length)
                    .sum();
            answers = step.input().askedRows().length + step.input().wholeRows().length;
            layers = step.input().layers();
            commit();
        }
    }
}
