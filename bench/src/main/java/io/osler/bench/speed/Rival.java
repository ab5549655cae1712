package io.osler.bench.speed;

import java.util.List;

/**
 * What a figure of ours is held against.
 *
 * @param label   the rival, for people
 * @param peer    as its lines name it
 * @param bar     how many times its figure the project wants; NaN where none is set
 * @param figures of its lines; the best of them counts
 */
record Rival(String label, String peer, double bar, List<String> figures) {
    static final Rival LLAMA_EXPERT =
            llama("llama.cpp, batches behind a copied prefix", 3, "continuous batches, prefix copied");
    static final Rival LLAMA_PLAIN =
            llama("llama.cpp, one sentence at a time", 4, "one sentence at a time, prefix cached");
    static final Rival LLAMA_PREFILL = llama("llama.cpp", 2, "prefill of 512");
    static final Rival LLAMA_DECODE = llama("llama.cpp", 1, "decode B=1 after 512");
    static final Rival LLAMA_PREFILL_FOR_STATES = llama("llama.cpp's prefill of 512", 2.5, "prefill of 512");
    static final Rival LLAMA_JVM = new Rival(
            "llama.cpp inside a JVM",
            "llama.cpp in the JVM",
            Double.NaN,
            List.of("one sentence at a time, prefix cached", "continuous batches, prefix per slot"));
    static final Rival JLAMA = new Rival(
            "Jlama",
            "Jlama",
            5,
            List.of("one sentence at a time, prefix kept by hand", "generate, prompt read anew, no stop"));
    static final Rival TRANSFORMERS =
            new Rival("transformers", "transformers", 8, List.of("batches padded on the left, prefix repeated"));
    static final Rival TRANSFORMERS_STATES =
            new Rival("transformers", "transformers", Double.NaN, List.of("short texts to hidden states"));

    private static Rival llama(String label, double bar, String figure) {
        return new Rival(label, "llama.cpp", bar, List.of(figure));
    }

    /** A row with the ratio of our figure to the rival's best; without a rival's line, a row that says so. */
    void hold(String figure, Spread ours, PeerFigures peers, BarSheet sheet) {
        String name = "%s, against %s".formatted(figure, label);
        peers.best(peer, sheet.model(), figures)
                .ifPresentOrElse(
                        theirs -> sheet.atLeast(
                                "%s (%.1f %s)".formatted(name, theirs.rate(), theirs.unit()),
                                ours.dividedBy(theirs.rate()),
                                "x",
                                bar),
                        () -> sheet.missing(name, "no line of this peer and model in --peers"));
    }
}
