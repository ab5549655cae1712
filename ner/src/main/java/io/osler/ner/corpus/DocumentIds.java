package io.osler.ner.corpus;

import java.util.HashSet;
import java.util.Set;

/** Makes ids differ: the second document {@code 8528200} of a corpus becomes {@code 8528200#2}. */
final class DocumentIds {
    private final Set<String> taken = new HashSet<>();
    private final ReadTally.Counter counter;

    DocumentIds(ReadTally.Counter counter) {
        this.counter = counter;
    }

    String take(String id) {
        if (taken.add(id)) {
            return id;
        }
        counter.met(Irregularity.REPEATED_ID);
        int number = 2;
        while (!taken.add(id + "#" + number)) {
            number++;
        }
        return id + "#" + number;
    }
}
