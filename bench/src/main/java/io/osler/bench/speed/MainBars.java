package io.osler.bench.speed;

import io.osler.engine.WeightForm;
import io.osler.ner.AnnotatedText;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.eval.NoteSentences;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The main job's figures for one model: opening, reading, writing, annotating, memory, agreement with the reference. */
final class MainBars {
    private static final int SENTENCES = 40;
    private static final double OPEN_SECONDS_MAX = 2;
    private static final double FIRST_SENTENCE_SECONDS_MAX = 4;

    private final BenchModel model;
    private final Path golden;
    private final BarSheet sheet;
    private final int rounds;

    MainBars(BenchModel model, Path golden, int rounds, BarSheet sheet) {
        this.model = model;
        this.golden = golden;
        this.rounds = rounds;
        this.sheet = sheet;
    }

    void measure() {
        NerOptions options = NerOptions.DEFAULTS.withEngine(model.options());
        long begin = System.nanoTime();
        try (ClinicalNer ner = ClinicalNer.open(model.path(), Tasks.find("clinical"), options)) {
            double open = seconds(begin);
            ner.annotate(new ClinicalNote(
                    "first", NoteSentences.invented().getFirst().text()));
            double first = seconds(begin);
            held("open engine, first in this JVM", open, OPEN_SECONDS_MAX);
            held("first sentence annotated", first, FIRST_SENTENCE_SECONDS_MAX);
            sheet.report("annotate, 16 fixed examples", sentencesPerSecond(ner), "sentences/s");
        }
        for (WeightForm form : WeightForm.values()) {
            if (form != WeightForm.AUTO) {
                PlainSpeed speed = PlainSpeed.measure(model.withForm(form), rounds);
                sheet.report("prefill of 512, " + form, speed.prefill(), "tok/s");
                sheet.report("decode B=1 after 512, " + form, speed.decode(), "tok/s");
            }
        }
        sheet.report("peak resident memory of this process", MachineFacts.residentBytesMax() / 1e9, "GB");
        ReferenceLogits.measure(model, golden, sheet);
    }

    private void held(String figure, double seconds, double most) {
        if (model.isSmall()) {
            sheet.atMost(figure, seconds, "s", most);
        } else {
            sheet.report(figure, seconds, "s");
        }
    }

    private static double sentencesPerSecond(ClinicalNer ner) {
        List<AnnotatedText> sentences = NoteSentences.invented();
        String note =
                sentences.stream().limit(SENTENCES).map(AnnotatedText::text).collect(Collectors.joining("\n\n"));
        ClinicalNote all = new ClinicalNote("sample", note);
        long begin = System.nanoTime();
        int read = ner.annotate(all).sentences();
        return read / seconds(begin);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
