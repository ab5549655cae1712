package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.EngineException;
import io.osler.engine.Generation;
import io.osler.engine.WeightForm;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.List;
import java.util.stream.IntStream;

/** What each weight form, or the one asked for, costs in decisions and F1, and what it gains in speed. */
final class FormBars {
    private static final int SENTENCES = 40;

    /** Of those, as many are read again for their logits. */
    private static final int SENTENCES_READ = 16;

    private final BenchModel model;
    private final BarSheet sheet;
    private final List<AnnotatedText> sentences = FewShotWork.sentences(SENTENCES);
    private List<Generation> reference = List.of();
    private List<float[]> referenceLogits = List.of();
    private FormLogits logits;

    FormBars(BenchModel model, BarSheet sheet) {
        this.model = model;
        this.sheet = sheet;
    }

    void measure() {
        WeightForm asked = model.options().weightForm();
        List<WeightForm> forms = asked == WeightForm.AUTO
                ? List.of(WeightForm.F32, WeightForm.BF16, WeightForm.INT8, WeightForm.INT4)
                : List.of(WeightForm.F32, asked);
        for (WeightForm form : forms) {
            try {
                measure(form);
            } catch (EngineException e) { // no memory for it, or no program on this device
                sheet.missing(form + ", few-shot NER", e.getMessage());
            }
        }
    }

    private void measure(WeightForm form) {
        List<Generation> answers;
        double seconds;
        try (Engine engine = model.withForm(form).open()) {
            FewShotWork work = new FewShotWork(engine);
            work.warm();
            long begin = System.nanoTime();
            answers = engine.generateAll(
                    FewShotWork.texts(sentences).stream().map(work::request).toList());
            seconds = (System.nanoTime() - begin) / 1e9;
            if (form == WeightForm.F32) {
                logits = new FormLogits(model, answered(work, answers));
            }
        }
        String figure = form + ", %d sentences".formatted(sentences.size());
        sheet.report(figure, answers.size() / seconds, "sentences/s");
        List<List<Mention>> found = answers.stream().map(FewShotWork::mentions).toList();
        sheet.report(figure + ", strict F1", FewShotWork.score(sentences, found).f1(), "");
        if (form == WeightForm.F32) {
            reference = answers;
            referenceLogits = logits.of(form);
        } else if (reference.isEmpty()) {
            sheet.missing(figure + ", decisions as F32 takes them", "F32 does not run here");
        } else {
            sheet.report(
                    figure + ", decisions as F32 takes them",
                    100 * agreement(answers).share(),
                    "%");
            FormLogits.Distance distance = FormLogits.Distance.of(referenceLogits, logits.of(form));
            String read = form + ", %d tokens".formatted(referenceLogits.size());
            sheet.report(read + ", divergence from F32", distance.divergence(), "nats");
            sheet.report(read + ", likeliest as in F32", 100 * distance.sameFirst(), "%");
        }
    }

    private List<FormLogits.Answered> answered(FewShotWork work, List<Generation> answers) {
        return IntStream.range(0, Math.min(SENTENCES_READ, answers.size()))
                .mapToObj(i -> new FormLogits.Answered(
                        work.prompt(sentences.get(i).text()),
                        answers.get(i).tokens().stream()
                                .mapToInt(Generation.Token::id)
                                .toArray()))
                .toList();
    }

    private Decisions.Agreement agreement(List<Generation> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> Decisions.agreement(reference.get(i), answers.get(i)))
                .reduce(Decisions.Agreement.NONE, Decisions.Agreement::plus);
    }
}
