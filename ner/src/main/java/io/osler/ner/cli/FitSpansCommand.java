package io.osler.ner.cli;

import io.osler.engine.Engine;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.AnnotatedText;
import io.osler.ner.NerOptions;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.DocumentGroups;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.evidence.EvidenceFile;
import io.osler.ner.evidence.EvidenceNames;
import io.osler.ner.evidence.EvidenceOptions;
import io.osler.ner.evidence.Evidences;
import io.osler.ner.evidence.FittedEvidence;
import io.osler.ner.evidence.PromptSettings;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code osler fit-spans}: annotated sentences in, evidence for {@code annotate --decoding spans} out. */
@Command(
        name = "fit-spans",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {
            "Fits what a prompt's span scores are worth beside what annotated sentences say of their words.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  osler fit-spans --task my-task.yaml --model smollm2-135m-instruct -o mine.evidence",
            "  osler fit-spans --task disease --train ncbi/iob --kb my-kb -o disease.evidence",
            "  osler annotate notes/ -o out/notes --task disease --decoding spans --evidence disease.evidence",
            "",
            "The file holds words of the annotated sentences. It goes with one model, task and",
            "prompt: annotate asks as it was fitted unless told otherwise, and refuses then."
        })
final class FitSpansCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private FitSpansOptions options;

    FitSpansCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        Task task = options.task();
        NerOptions prompt = options.prompt();
        EvidenceOptions asked = options.evidence();
        FitCommand.requireWritable(options.out());
        ExamplePool pool = UsageException.when(() -> pool(task));
        ModelChooser chooser = new ModelChooser(surroundings.store().get(), surroundings);
        SelectionSpec spec = UsageException.when(() -> prompt.selection(task));
        ChosenModel model = options.model(chooser);
        surroundings.err().printf("opening %s%n", model.id());
        FittedEvidence evidence;
        try (OpenedParts parts = OpenedParts.open(spec, new KbOption(), surroundings);
                Engine engine = Engine.open(model.path(), options.engine())) {
            ExampleSelector selector =
                    ExampleSelector.of(spec, shown(task, pool), parts.parts()).outside(pool.documentsOfText());
            evidence = UsageException.when(() -> fit(engine, model, task, prompt, pool, selector, asked));
        }
        EvidenceFile.write(options.out(), evidence);
        print(evidence, (System.nanoTime() - begin) / 1e9);
        return ExitCodes.DONE;
    }

    private FittedEvidence fit(
            Engine engine,
            ChosenModel model,
            Task task,
            NerOptions prompt,
            ExamplePool pool,
            ExampleSelector selector,
            EvidenceOptions asked) {
        if (options.kb().isEmpty()) {
            return fit(engine, model, task, prompt, pool, selector, asked, Optional.empty());
        }
        try (KnowledgeBase names = options.kb().get().get()) {
            EvidenceNames of = EvidenceNames.of(names, LabelTypes.of(task));
            return fit(engine, model, task, prompt, pool, selector, asked, Optional.of(of));
        }
    }

    private FittedEvidence fit(
            Engine engine,
            ChosenModel model,
            Task task,
            NerOptions prompt,
            ExamplePool pool,
            ExampleSelector selector,
            EvidenceOptions asked,
            Optional<EvidenceNames> names) {
        DetectorOptions detection = prompt.detection(task);
        PromptSettings settings = PromptSettings.of(task, prompt.selection(task), detection);
        SpanReader reader = Evidences.reader(engine, task, selector, detection);
        return Evidences.fit(
                reader,
                detection.boundary(),
                Evidences.info(engine, model.id(), task, settings, names),
                pool,
                names,
                asked,
                surroundings.err()::println);
    }

    private ExamplePool pool(Task task) {
        if (options.train().isEmpty()) {
            return new ExamplePool(
                    task.examples(), DocumentGroups.blocks(task.examples().size()));
        }
        Path file = Corpora.split(options.train().get(), "train");
        GoldSentences read = GoldSentences.read(file, options.reading(task));
        if (!read.tally().words().isEmpty()) {
            surroundings
                    .err()
                    .println("reading %s: %s".formatted(file, read.tally().words()));
        }
        return new ExamplePool(read.texts(), DocumentGroups.of(read.sentences()));
    }

    /** The task's examples, each with the document of the training sentences that it stands in, if it does. */
    private static ExamplePool shown(Task task, ExamplePool pool) {
        List<String> documents = task.examples().stream()
                .map(AnnotatedText::text)
                .map(text -> pool.documentsOfText().apply(text).stream()
                        .sorted()
                        .findFirst()
                        .orElse(""))
                .toList();
        return new ExamplePool(task.examples(), documents);
    }

    private void print(FittedEvidence evidence, double seconds) {
        evidence.info()
                .scores()
                .ablation()
                .forEach((parts, f1) -> surroundings.out().printf(Locale.ROOT, "%s alone: F1 %.3f%n", parts, f1));
        surroundings.out().println(evidence.info().scores().words());
        surroundings
                .out()
                .printf(
                        Locale.ROOT,
                        "evidence of %s, threshold %.3f, in %s (%s), %.0f s%n",
                        evidence.info().parts(),
                        evidence.threshold(),
                        options.out(),
                        Sizes.bytes(options.out().toFile().length()),
                        seconds);
    }
}
