package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.EngineException;
import io.osler.engine.Generation;
import io.osler.engine.WeightForm;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.List;
import java.util.stream.IntStream;

/** What each weight form costs in decisions and F1, and what it gains in speed. */
final class FormBars {
    private static final int SENTENCES = 40;

    private final BenchModel model;
    private final BarSheet sheet;
    private final List<AnnotatedText> sentences = FewShotWork.sentences(SENTENCES);
    private List<Generation> reference = List.of();

    FormBars(BenchModel model, BarSheet sheet) {
        this.model = model;
        this.sheet = sheet;
    }

    void measure() {
        for (WeightForm form : List.of(WeightForm.F32, WeightForm.BF16, WeightForm.INT8, WeightForm.INT4)) {
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
        }
        String figure = form + ", %d sentences".formatted(sentences.size());
        sheet.report(figure, answers.size() / seconds, "sentences/s");
        List<List<Mention>> found = answers.stream().map(FewShotWork::mentions).toList();
        sheet.report(figure + ", strict F1", FewShotWork.score(sentences, found).f1(), "");
        if (form == WeightForm.F32) {
            reference = answers;
        } else if (reference.isEmpty()) {
            sheet.missing(figure + ", decisions as F32 takes them", "F32 does not run here");
        } else {
            sheet.report(
                    figure + ", decisions as F32 takes them",
                    100 * agreement(answers).share(),
                    "%");
        }
    }

    private Decisions.Agreement agreement(List<Generation> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> Decisions.agreement(reference.get(i), answers.get(i)))
                .reduce(Decisions.Agreement.NONE, Decisions.Agreement::plus);
    }
}
