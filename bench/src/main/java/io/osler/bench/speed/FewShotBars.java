package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.EngineStats;
import io.osler.models.config.DecoderShape;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sentences per second of the few-shot job, beside other engines at the same prompts. */
final class FewShotBars {
    private final BenchModel model;
    private final int rounds;
    private final PeerFigures peers;
    private final BarSheet sheet;
    private final List<AnnotatedText> sentences;

    FewShotBars(BenchModel model, int sentences, int rounds, PeerFigures peers, BarSheet sheet) {
        this.model = model;
        this.rounds = rounds;
        this.peers = peers;
        this.sheet = sheet;
        this.sentences = FewShotWork.sentences(sentences);
    }

    /** One run of the workload: its rate, what was found, and what the engine did meanwhile. */
    private record Run(
            double rate, List<List<Mention>> found, EngineStats before, EngineStats after, DecoderShape shape) {}

    void measure() {
        double[] rates = new double[rounds];
        Run run = null;
        for (int round = 0; round < rounds; round++) {
            run = run();
            rates[round] = run.rate;
        }
        Spread ours = Spread.of(rates);
        String figure = "few-shot NER, %d sentences".formatted(sentences.size());
        sheet.report(figure, ours, "sentences/s");
        for (Rival rival :
                List.of(Rival.LLAMA_EXPERT, Rival.LLAMA_PLAIN, Rival.JLAMA, Rival.TRANSFORMERS, Rival.LLAMA_JVM)) {
            rival.hold("few-shot NER", ours, peers, sheet);
        }
        sheet.report(
                "few-shot NER, strict F1",
                FewShotWork.score(sentences, run.found).f1(),
                "");
        reportStats(run);
    }

    /** An engine of its own each time: one that has seen a sentence need not read it again. */
    private Run run() {
        try (Engine engine = model.open()) {
            FewShotWork work = new FewShotWork(engine);
            work.warm();
            EngineStats before = engine.stats();
            long begin = System.nanoTime();
            List<List<Mention>> found = work.detector().detectAll(FewShotWork.texts(sentences)).stream()
                    .map(CompletableFuture::join)
                    .toList();
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Run(
                    found.size() / seconds,
                    found,
                    before,
                    engine.stats(),
                    engine.model().config().shape());
        }
    }

    private void reportStats(Run run) {
        EngineStats before = run.before;
        EngineStats after = run.after;
        double busySeconds = (after.busyNanos() - before.busyNanos()) / 1e9;
        double tokensPerSecond = (after.readTokens() - before.readTokens()) / busySeconds;
        double prompts = after.promptTokens() - before.promptTokens();
        double drafted = after.draftedTokens() - before.draftedTokens();
        sheet.report("few-shot NER, through the model", tokensPerSecond, "tok/s");
        sheet.report(
                "few-shot NER, products of the layers",
                2 * layerParameters(run.shape) * tokensPerSecond / 1e9,
                "GFLOP/s");
        sheet.report(
                "few-shot NER, prompt tokens found in a prefix",
                100 * (after.reusedTokens() - before.reusedTokens()) / prompts,
                "%");
        sheet.report(
                "few-shot NER, drafted tokens that held",
                drafted == 0 ? 0 : 100 * (after.keptTokens() - before.keptTokens()) / drafted,
                "%");
    }

    /** Matrix elements that every token goes through; the tables are looked up, or asked for some rows only. */
    private static double layerParameters(DecoderShape shape) {
        double tables = (double) shape.vocabulary() * shape.hidden() * (shape.tiedHead() ? 1 : 2);
        return shape.parameters() - tables;
    }
}
