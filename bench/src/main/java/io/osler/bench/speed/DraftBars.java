package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.Generation;
import java.util.List;
import java.util.stream.IntStream;

/** How many forward passes drafting the plain copy saves, and that it changes nothing. */
final class DraftBars {
    private static final int SENTENCES = 20;
    private static final int DRAFT_TOKENS = 64;
    private static final double FEWER_LEAST = 4;

    private final BenchModel model;
    private final BarSheet sheet;

    DraftBars(BenchModel model, BarSheet sheet) {
        this.model = model;
        this.sheet = sheet;
    }

    void measure() {
        List<Generation> drafted = answers(DRAFT_TOKENS);
        List<Generation> single = answers(1);
        int differing = Math.toIntExact(IntStream.range(0, drafted.size())
                .filter(i -> !Decisions.identical(drafted.get(i), single.get(i)))
                .count());
        sheet.report("passes with drafts of up to 64, %d sentences".formatted(SENTENCES), steps(drafted), "passes");
        sheet.atLeast(
                "passes one token at a time (%d) to passes with drafts".formatted(steps(single)),
                (double) steps(single) / steps(drafted),
                "x",
                FEWER_LEAST);
        sheet.atMost("sentences that drafts decide otherwise", differing, "", 0);
        List<Generation> unmarked =
                drafted.stream().filter(Decisions::opensNoMark).toList();
        String figure = "passes with drafts for a sentence without a mark";
        if (unmarked.isEmpty()) {
            sheet.missing(figure, "the model opens a mark in all %d".formatted(SENTENCES));
        } else {
            sheet.report(
                    "%s (%d sentences)".formatted(figure, unmarked.size()),
                    (double) steps(unmarked) / unmarked.size(),
                    "passes");
        }
    }

    /** One sentence after the other, what all share being read. */
    private List<Generation> answers(int draftTokensMax) {
        try (Engine engine = model.open(options -> options.withSequencesMax(1).withDraftTokensMax(draftTokensMax))) {
            FewShotWork work = new FewShotWork(engine);
            work.warm();
            return FewShotWork.texts(FewShotWork.sentences(SENTENCES)).stream()
                    .map(sentence -> engine.generate(work.request(sentence)))
                    .toList();
        }
    }

    private static int steps(List<Generation> answers) {
        return answers.stream().mapToInt(answer -> answer.usage().steps()).sum();
    }
}
