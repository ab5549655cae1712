package io.osler.bench.speed;

import io.osler.engine.Engine;
import java.nio.file.Path;
import java.util.Set;

/** The engine's figures for one model, beside its peers'. */
final class EngineBars {
    /** What can be measured by itself. */
    enum Figure {
        /** Sentences per second, beside the peers. */
        FEW_SHOT,
        /** Prefill and decode of one sequence. */
        PLAIN,
        /** Short texts to hidden states. */
        HIDDEN,
        /** 32 sequences over one prefix. */
        PREFIX,
        /** Passes saved by drafts. */
        DRAFT,
        /** Agreement with the reference implementation. */
        LOGITS,
        /** Every weight form's decisions, F1 and speed. */
        FORMS,
        /** Growth over many requests. */
        MEMORY
    }

    /**
     * How much is measured.
     *
     * @param sentences of the few-shot workload
     * @param rounds    runs of which a row gives median, least and most
     * @param requests  over which growth is watched
     * @param golden    directory with the reference logits
     */
    record Plan(int sentences, int rounds, int requests, Path golden) {
        Plan {
            require("sentences", sentences);
            require("rounds", rounds);
            require("requests", requests);
        }

        private static void require(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("%s is %d, expected at least 1".formatted(name, value));
            }
        }
    }

    private final BenchModel model;
    private final Plan plan;
    private final PeerFigures peers;
    private final BarSheet sheet;

    EngineBars(BenchModel model, Plan plan, PeerFigures peers, BarSheet sheet) {
        this.model = model;
        this.plan = plan;
        this.peers = peers;
        this.sheet = sheet;
    }

    void measure(Set<Figure> figures) {
        figures.forEach(this::measure);
    }

    private void measure(Figure figure) {
        switch (figure) {
            case FEW_SHOT -> new FewShotBars(model, plan.sentences, plan.rounds, peers, sheet).measure();
            case PLAIN -> plain();
            case HIDDEN -> hidden();
            case PREFIX -> new SharedPrefixBars(model, plan.rounds, sheet).measure();
            case DRAFT -> new DraftBars(model, sheet).measure();
            case LOGITS -> ReferenceLogits.measure(model, plan.golden, sheet);
            case FORMS -> new FormBars(model, sheet).measure();
            case MEMORY -> new MemoryBars(model, plan.requests, sheet).measure();
        }
    }

    private void plain() {
        PlainSpeed speed = PlainSpeed.measure(model, plan.rounds);
        sheet.report("prefill of 512", speed.prefill(), "tok/s");
        Rival.LLAMA_PREFILL.hold("prefill of 512", speed.prefill(), peers, sheet);
        sheet.report("decode B=1 after 512", speed.decode(), "tok/s");
        Rival.LLAMA_DECODE.hold("decode B=1 after 512", speed.decode(), peers, sheet);
    }

    private void hidden() {
        try (Engine engine = model.open()) {
            Spread rate = Spread.measure(plan.rounds, new HiddenStatesWork(engine)::tokensPerSecond);
            sheet.report("64 texts of 70 tokens to hidden states", rate, "tok/s");
            Rival.LLAMA_PREFILL_FOR_STATES.hold("short texts to hidden states", rate, peers, sheet);
            Rival.TRANSFORMERS_STATES.hold("short texts to hidden states", rate, peers, sheet);
        }
    }
}
