package io.osler.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.osler.engine.EngineException;
import io.osler.engine.ReadingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue's bound and its end, with callers who wait. */
@Timeout(20)
class JobQueueTest {
    @Test
    void roomForOneLetsOneIn() throws InterruptedException {
        JobQueue queue = new JobQueue(2);
        queue.put(job());
        queue.put(job());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            callers.add(Thread.startVirtualThread(() -> {
                try {
                    queue.put(job());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (int left = 5; left >= 0; left--) {
            assertThat(queue.size()).isLessThanOrEqualTo(2);
            while (queue.size() < Math.min(2, left + 2)) {
                Thread.onSpinWait();
            }
            assertThat(queue.size()).isEqualTo(2);
            queue.remove(queue.peek());
        }
        for (Thread caller : callers) {
            assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void closingWakesAllWhoWaitAndLetsNobodyIn() throws InterruptedException {
        JobQueue queue = new JobQueue(1);
        queue.put(job());
        LinkedBlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            Thread.startVirtualThread(() -> thrown.add(catchThrowable(() -> queue.put(job()))));
        }
        queue.close();
        for (int i = 0; i < 3; i++) {
            assertThat(thrown.take()).isInstanceOf(EngineException.class).hasMessageStartingWith("CLOSED: engine: ");
        }
        assertThatThrownBy(() -> queue.offer(job())).hasMessageStartingWith("CLOSED: engine: ");
        assertThat(queue.size()).isEqualTo(1);
        queue.awaitJob();
    }

    @Test
    void jobsComeOutInTheOrderTheyCame() {
        JobQueue queue = new JobQueue(3);
        Job<String> first = job();
        Job<String> second = job();
        queue.offer(first);
        queue.offer(second);
        assertThat(queue.peek()).isSameAs(first);
        queue.remove(first);
        assertThat(queue.peek()).isSameAs(second);
        assertThat(queue.all()).isEqualTo(List.of(second));
    }

    private static Job<String> job() {
        return new Job<>(new ReadingWork(ReadingRequest.of(1)), new int[] {1}, 0, 1, Optional.empty(), usage -> "");
    }
}
