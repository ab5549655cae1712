package io.osler.bench.quality;

import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.models.store.ModelStore;
import io.osler.ner.AnnotatedText;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.PoolDictionaryDetector;
import io.osler.ner.eval.Iob2Corpus;
import io.osler.ner.eval.NoteSentences;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.TfidfNeighbours;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code osler bench models}: the table the default model is chosen by. */
@Command(
        name = "models",
        description = "Score catalogue models on the invented notes and, given the corpus, on NCBI-disease.",
        mixinStandardHelpOptions = true)
public final class ModelsCommand implements Callable<Integer> {
    /** Order of a corpus's sentences before the first n are taken; fixed, so that samples can be compared. */
    private static final long SAMPLE_SEED = 7;

    @Option(names = "--model", split = ",", required = true, description = "Ids of the store, comma-separated.")
    private List<String> models;

    @Option(names = "--weights", split = ",", defaultValue = "auto", description = "auto, f32, bf16, int8, int4.")
    private List<String> forms;

    @Option(names = "--ncbi", description = "Directory with train.tsv and test.tsv of NCBI-disease in IOB2.")
    private Path ncbi;

    @Option(names = "--sentences", defaultValue = "1000", description = "Most sentences of each set.")
    private int sentences;

    @Option(names = "--examples", split = ",", defaultValue = "16", description = "Examples in the prompt.")
    private List<Integer> examples;

    @Option(names = "--open-bias", split = ",", defaultValue = "1", description = "Added to the odds of a mark.")
    private List<Double> biases;

    @Override
    public Integer call() {
        System.out.println(DetectorScore.header());
        if (ncbi == null) {
            Task task = Tasks.find("clinical");
            measure("invented", task, sample(NoteSentences.invented()), false);
        } else {
            Task task = Tasks.find("disease").withExamples(Iob2Corpus.read(ncbi.resolve("train.tsv")));
            measure("NCBI-disease", task, sample(Iob2Corpus.read(ncbi.resolve("test.tsv"))), true);
        }
        return 0;
    }

    private void measure(String set, Task task, List<AnnotatedText> gold, boolean neighbours) {
        print(DetectorScore.measure(
                set + ": the pool's own mentions, no model", new PoolDictionaryDetector(task.examples()), gold));
        for (String model : models) {
            for (String form : forms) {
                WeightForm weights = WeightForm.valueOf(form.toUpperCase(Locale.ROOT));
                EngineOptions options = EngineOptions.DEFAULTS.withWeightForm(weights);
                try (Engine engine = Engine.open(ModelStore.open().path(model), options)) {
                    for (int k : examples) {
                        ExampleSelector selector = neighbours
                                ? new TfidfNeighbours(task.examples(), k)
                                : ExampleSelector.spread(task.examples(), k);
                        for (double bias : biases) {
                            String setting = "%s: %s %s, %d %s, bias %s"
                                    .formatted(set, model, form, k, neighbours ? "neighbours" : "fixed", bias);
                            print(DetectorScore.measure(
                                    setting, new LlmMentionDetector(engine, task, selector, bias), gold));
                        }
                    }
                }
            }
        }
    }

    private List<AnnotatedText> sample(List<AnnotatedText> all) {
        List<AnnotatedText> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(SAMPLE_SEED));
        return shuffled.subList(0, Math.min(sentences, shuffled.size()));
    }

    private static void print(DetectorScore score) {
        System.out.println(score.row());
        System.out.flush();
    }
}
