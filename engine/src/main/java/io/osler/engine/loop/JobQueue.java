package io.osler.engine.loop;

import io.osler.engine.EngineException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Jobs that wait for the engine, first come first served. Bounded; safe for all threads. */
final class JobQueue {
    private final Deque<Job<?>> jobs = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> chores = new ArrayDeque<>();
    private final Condition changed = lock.newCondition();
    private final int jobsMax;
    private boolean closed;

    JobQueue(int jobsMax) {
        this.jobsMax = jobsMax;
    }

    /** Adds a job, or throws CLOSED or QUEUE_FULL. */
    void offer(Job<?> job) {
        lock.lock();
        try {
            requireOpen();
            if (jobs.size() >= jobsMax) {
                throw new EngineException(
                        EngineException.Code.QUEUE_FULL,
                        "engine",
                        "%d requests wait already, as many as queueMax allows; send less at once, use generateAll, or open the engine with a larger queueMax"
                                .formatted(jobs.size()));
            }
            jobs.add(job);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a job as soon as there is room; throws CLOSED. */
    void put(Job<?> job) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && jobs.size() >= jobsMax) {
                changed.await();
            }
            requireOpen();
            jobs.add(job);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has something done on the loop's thread between two steps; throws CLOSED. */
    void chore(Runnable chore) {
        lock.lock();
        try {
            requireOpen();
            chores.add(chore);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next chore, or null. */
    Runnable nextChore() {
        lock.lock();
        try {
            return chores.poll();
        } finally {
            lock.unlock();
        }
    }

    Job<?> peek() {
        lock.lock();
        try {
            return jobs.peek();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was waiting here. */
    boolean remove(Job<?> job) {
        lock.lock();
        try {
            changed.signalAll();
            return jobs.remove(job);
        } finally {
            lock.unlock();
        }
    }

    List<Job<?>> all() {
        lock.lock();
        try {
            return new ArrayList<>(jobs);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return jobs.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until there is something to do or the queue is closed. */
    void awaitJob() {
        lock.lock();
        try {
            while (!closed && jobs.isEmpty() && chores.isEmpty()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more jobs, and wakes all who wait. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    static EngineException closedException() {
        return new EngineException(EngineException.Code.CLOSED, "engine", "is closed; open another");
    }
}
