package io.osler.ner.cli;

import io.osler.engine.Engine;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.NerException;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusMention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadFile;
import io.osler.ner.head.HeadNames;
import io.osler.ner.head.HeadOptions;
import io.osler.ner.head.HeadScores;
import io.osler.ner.head.Heads;
import io.osler.ner.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code osler fit}: annotated sentences in, a head out. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Fits a small head to annotated sentences; the language model stays as it is.", ""},
        footer = {
            "",
            "Examples:",
            "  osler fit --task disease --train ncbi/iob --model smollm2-135m-instruct -o disease.head",
            "  osler fit --task my-task.yaml --train notes/brat --types Sign=problem -o mine.head",
            "  osler annotate notes/ --head disease.head -o out/notes",
            "",
            "Corpora: IOB2, brat, PubTator, BioC JSON, JSONL, told apart by content. The head",
            "holds words of the training sentences as evidence, unless --no-evidence is given."
        })
final class FitCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private FitOptions options;

    FitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        Task task = options.task();
        HeadOptions asked = options.head();
        requireWritable(options.out());
        List<GoldSentence> train = UsageException.when(() -> train(task));
        List<GoldSentence> dev = UsageException.when(() -> dev(task));
        ChosenModel model = options.model()
                .map(name -> chooser().named(name))
                .orElseGet(() -> chooser().named(FitOptions.MODEL_OTHERWISE));
        surroundings.err().printf("opening %s%n", model.id());
        FittedHead head;
        try (Engine engine = Engine.open(model.path(), options.engine())) {
            head = UsageException.when(() -> fit(engine, model, task, train, dev, asked));
        }
        HeadFile.write(options.out(), head);
        HeadScores scores = head.info().scores();
        scores.curve().stream()
                .limit(scores.curve().size() - 1L)
                .forEach(point -> surroundings
                        .out()
                        .printf(Locale.ROOT, "with %,d sentences F1 %.3f%n", point.sentences(), point.f1()));
        surroundings.out().println(scores.words());
        surroundings
                .out()
                .printf(
                        Locale.ROOT,
                        "head of %,d sentences in %s (%s), %.0f s%n",
                        train.size(),
                        options.out(),
                        Sizes.bytes(size(options.out())),
                        (System.nanoTime() - begin) / 1e9);
        return ExitCodes.DONE;
    }

    private FittedHead fit(
            Engine engine,
            ChosenModel model,
            Task task,
            List<GoldSentence> train,
            List<GoldSentence> dev,
            HeadOptions asked) {
        if (options.kb().isEmpty()) {
            return Heads.fit(
                    engine, model.id(), task, train, dev, asked, Optional.empty(), surroundings.err()::println);
        }
        try (KnowledgeBase names = options.kb().get().get()) {
            HeadNames of = HeadNames.of(names, LabelTypes.of(task));
            return Heads.fit(engine, model.id(), task, train, dev, asked, Optional.of(of), surroundings.err()::println);
        }
    }

    private List<GoldSentence> train(Task task) {
        Path file = Corpora.split(options.train(), "train");
        List<GoldSentence> all = sentences(file, task);
        if (all.stream().allMatch(sentence -> sentence.gold().mentions().isEmpty())) {
            throw new IllegalArgumentException("%s has no mention of %s; %s"
                    .formatted(file, String.join(", ", task.labelNames()), types(file, task)));
        }
        if (options.sample() > 0 && options.sample() < all.size()) {
            List<GoldSentence> some = new ArrayList<>(all);
            Collections.shuffle(some, new Random(options.seed()));
            return some.subList(0, options.sample());
        }
        return all;
    }

    private List<GoldSentence> dev(Task task) {
        return options.dev().isEmpty()
                ? List.of()
                : sentences(Corpora.split(options.dev().get(), "dev"), task);
    }

    private List<GoldSentence> sentences(Path file, Task task) {
        GoldSentences read = GoldSentences.read(file, options.reading(task));
        if (!read.tally().words().isEmpty()) {
            surroundings
                    .err()
                    .println("reading %s: %s".formatted(file, read.tally().words()));
        }
        return read.sentences();
    }

    /** What the corpus has instead, so that the user can map it. */
    private String types(Path file, Task task) {
        List<String> types = Corpora.read(file, ReadOptions.STRICT.tolerating()).documents().stream()
                .flatMap(document -> document.mentions().stream())
                .map(CorpusMention::type)
                .distinct()
                .sorted()
                .limit(10)
                .toList();
        return types.isEmpty()
                ? "nothing is annotated in it"
                : "its types are %s: say which is which, such as --types %s=%s"
                        .formatted(
                                types.stream().collect(Collectors.joining(", ")),
                                types.getFirst(),
                                task.labelNames().getFirst());
    }

    private ModelChooser chooser() {
        return new ModelChooser(surroundings.store().get(), surroundings);
    }

    /** Minutes of work must not end at a place that cannot be written. */
    private static void requireWritable(Path out) {
        if (Files.isDirectory(out)) {
            throw new UsageException("-o is %s, a directory; expected the name of a file".formatted(out));
        }
        Path parent = out.toAbsolutePath().getParent();
        AtomicFiles.createDirectories(parent);
        if (!Files.isWritable(parent)) {
            throw new NerException(
                    NerException.Code.OUTPUT_UNWRITABLE, parent.toString(), "cannot be written to; choose another -o");
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
