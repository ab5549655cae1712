package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class NotesAheadTest {
    private static List<NoteInput> inputs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new NoteInput(Integer.toString(i), false, "x", 1, () -> new ByteArrayInputStream(new byte[0])))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void resultsComeInTheOrderOfTheNotes(int atOnce) {
        List<String> ids = new ArrayList<>();
        try (NotesAhead<String> notes = new NotesAhead<>(inputs(53), atOnce, NoteInput::id)) {
            notes.forEachRemaining(ids::add);
            assertThatThrownBy(notes::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(ids).isEqualTo(inputs(53).stream().map(NoteInput::id).toList());
    }

    @Test
    void severalAreWorkedOnAtOnce() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        try (NotesAhead<Boolean> notes = new NotesAhead<>(inputs(2), 2, _ -> {
            both.countDown();
            try {
                return both.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        })) {
            assertThat(notes.next()).isTrue();
        }
    }

    @Test
    void onlyFewAreAhead() {
        AtomicInteger begun = new AtomicInteger();
        try (NotesAhead<Integer> notes = new NotesAhead<>(inputs(1_000), 2, _ -> begun.incrementAndGet())) {
            notes.next();
        }
        assertThat(begun.get()).isBetween(1, 8);
    }

    @Test
    void oneAtATimeIsTheCallersThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (NotesAhead<Boolean> notes = new NotesAhead<>(inputs(3), 1, _ -> threads.add(Thread.currentThread()))) {
            notes.forEachRemaining(added -> {});
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aFailureOfTheWorkIsThrownAsItIs(int atOnce) {
        try (NotesAhead<String> notes = new NotesAhead<>(inputs(3), atOnce, _ -> {
            throw new IllegalStateException("broken");
        })) {
            assertThatThrownBy(notes::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
        }
    }
}
