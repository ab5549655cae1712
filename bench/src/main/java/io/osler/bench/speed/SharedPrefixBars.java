package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.models.config.DecoderShape;
import java.util.function.IntSupplier;

/** What sharing a prefix is worth: the same engine, once with prompts that share theirs, once with prompts that do not. */
final class SharedPrefixBars {
    private static final double FASTER_LEAST = 4;
    private static final double SMALLER_LEAST = 8;

    private final BenchModel model;
    private final int rounds;
    private final BarSheet sheet;

    SharedPrefixBars(BenchModel model, int rounds, BarSheet sheet) {
        this.model = model;
        this.rounds = rounds;
        this.sheet = sheet;
    }

    /**
     * One way of doing it.
     *
     * @param readSeconds to read all prompts
     * @param writing     tokens per second, prompts being read
     * @param verifying   tokens per second, prompts being read
     * @param slots       most slots taken
     */
    private record Side(double readSeconds, Spread writing, Spread verifying, int slots) {
        /** The job as a caller sees it, from 32 prompts to 32 answers. */
        double jobSeconds() {
            return readSeconds + SharedPrefixWork.WRITTEN / writing.median();
        }
    }

    void measure() {
        Side on = side(true);
        Side off = side(false);
        sheet.report(
                "32 sequences over 1,000 tokens, reading and writing 32 tokens each, shared", on.jobSeconds(), "s");
        sheet.atLeast(
                "32 sequences over 1,000 tokens, reading and writing 32 tokens each, not shared (%.1f s) to shared"
                        .formatted(off.jobSeconds()),
                off.jobSeconds() / on.jobSeconds(),
                "x",
                FASTER_LEAST);
        report("writing one token a step", on.writing, off.writing);
        report("verifying 16 tokens", on.verifying, off.verifying);
        sheet.report("32 sequences over 1,000 tokens, reading them, shared", on.readSeconds, "s");
        sheet.report("32 sequences over 1,000 tokens, reading them, not shared", off.readSeconds, "s");
        sheet.report("32 sequences over 1,000 tokens, key/value slots, shared", on.slots, "slots");
        sheet.atLeast(
                "32 sequences over 1,000 tokens, key/value slots, not shared (%d) to shared".formatted(off.slots),
                (double) off.slots / on.slots,
                "x",
                SMALLER_LEAST);
    }

    private void report(String what, Spread on, Spread off) {
        String figure = "32 sequences over 1,000 tokens, " + what;
        sheet.report(figure + ", shared", on, "tok/s");
        sheet.atLeast(
                "%s, shared to not shared (%.1f tok/s)".formatted(figure, off.median()),
                on.dividedBy(off.median()),
                "x",
                FASTER_LEAST);
    }

    private Side side(boolean shared) {
        DecoderShape shape = model.shape();
        try (Engine engine = model.open(options -> SharedPrefixWork.roomy(options, shape))) {
            SharedPrefixWork work = new SharedPrefixWork(engine, shared);
            long begin = System.nanoTime();
            work.read();
            double readSeconds = (System.nanoTime() - begin) / 1e9;
            Spread writing = Spread.measure(rounds, () -> rate(work::write));
            Spread verifying = Spread.measure(rounds, () -> rate(work::verify));
            return new Side(readSeconds, writing, verifying, work.slotsMost());
        }
    }

    private static double rate(IntSupplier tokens) {
        long begin = System.nanoTime();
        int count = tokens.getAsInt();
        return count / ((System.nanoTime() - begin) / 1e9);
    }
}
