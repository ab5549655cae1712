package io.osler.ner.prompt;

import java.util.EnumMap;

/** Counts events while one answer is read. One thread. */
final class AnswerTally {
    private final EnumMap<AnswerEvent, Integer> counts = new EnumMap<>(AnswerEvent.class);

    AnswerTally() {
        add(AnswerEvent.ANSWER);
    }

    void add(AnswerEvent event) {
        counts.merge(event, 1, Integer::sum);
    }

    AnswerCounts counts() {
        return new AnswerCounts(counts);
    }
}
