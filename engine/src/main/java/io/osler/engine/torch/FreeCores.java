package io.osler.engine.torch;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many cores other processes leave to this one, from Linux's own accounts; elsewhere all. The threads of a product wait
 * for each other after each, so that a single one which has to share its core holds up all: better one thread less.
 *
 * <p>Not safe for several threads.
 */
final class FreeCores {
    /** From one look to the next. */
    static final long INTERVAL_NANOS = 1_000_000_000L;

    /** The accounts count in hundredths of a second. */
    private static final long TICK_NANOS = 10_000_000L;

    /** A core of which others take less counts as free. */
    private static final double SHARE = 0.25;

    /** Fields of a line of /proc/stat in which a core worked, or was taken from the machine: all but idle and waiting. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private final Path folder;
    private final int cores;
    private final LongSupplier ownNanos;
    private long readAt;
    private long busyBefore;
    private long ownBefore;
    private int free;

    /** Of this process. */
    FreeCores() {
        this(Path.of("/proc"), Runtime.getRuntime().availableProcessors(), processTime());
    }

    /**
     * @param folder   with {@code stat} and {@code self/status}
     * @param cores    that the process may use
     * @param ownNanos CPU time of the process so far
     */
    FreeCores(Path folder, int cores, LongSupplier ownNanos) {
        this.folder = folder;
        this.cores = cores;
        this.ownNanos = ownNanos;
        this.free = cores;
        this.readAt = System.nanoTime();
        this.busyBefore = busyNanos();
        this.ownBefore = ownNanos.getAsLong();
    }

    private static LongSupplier processTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())::getProcessCpuTime;
    }

    /** From 1 to all; as they were over the last second or more. */
    int count() {
        long now = System.nanoTime();
        return now - readAt < INTERVAL_NANOS ? free : count(now);
    }

    int count(long now) {
        long busy = busyNanos();
        long own = ownNanos.getAsLong();
        if (busy >= 0 && busyBefore >= 0) {
            double others = (double) (busy - busyBefore - (own - ownBefore)) / (now - readAt);
            free = Math.clamp((long) Math.floor(cores - others + SHARE), 1, cores);
        }
        readAt = now;
        busyBefore = busy;
        ownBefore = own;
        return free;
    }

    /** What the cores of this process have worked, for whomever; -1 where nobody says. */
    private long busyNanos() {
        try {
            BitSet allowed = allowed(Files.readAllLines(folder.resolve("self/status")));
            return Files.readAllLines(folder.resolve("stat")).stream()
                            .map(line -> line.split(" +"))
                            .filter(fields -> isCore(fields[0], allowed))
                            .mapToLong(FreeCores::busyTicks)
                            .sum()
                    * TICK_NANOS;
        } catch (IOException | NumberFormatException e) { // not Linux, or not one we know
            return -1;
        }
    }

    private static boolean isCore(String name, BitSet allowed) {
        return name.matches("cpu\\d+") && allowed.get(Integer.parseInt(name.substring(3)));
    }

    private static long busyTicks(String[] fields) {
        return Arrays.stream(BUSY)
                .filter(field -> field < fields.length)
                .mapToLong(field -> Long.parseLong(fields[field]))
                .sum();
    }

    /** From a line such as {@code Cpus_allowed_list: 0-3,8}. */
    private static BitSet allowed(List<String> status) {
        BitSet allowed = new BitSet();
        status.stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .flatMap(line -> Arrays.stream(
                        line.substring(line.indexOf(':') + 1).strip().split(",")))
                .map(range -> range.split("-"))
                .forEach(ends -> allowed.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1));
        return allowed;
    }
}
