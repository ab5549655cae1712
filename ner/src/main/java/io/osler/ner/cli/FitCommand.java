package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.NerException;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusMention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.RandomDraw;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.head.Ablation;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadFile;
import io.osler.ner.head.HeadNames;
import io.osler.ner.head.HeadOptions;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.HeadScores;
import io.osler.ner.head.Heads;
import io.osler.ner.head.ReadSentences;
import io.osler.ner.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
            "  osler fit --task disease --train ncbi/iob -o disease.head \\",
            "      --model smollm2-135m-instruct+all-mpnet-base-v2",
            "  osler fit --task my-task.yaml --train notes/brat --types Sign=problem -o mine.head",
            "  osler fit --task disease --train corrected.json ncbi/iob -o disease.head",
            "  osler annotate notes/ --head disease.head -o out/notes",
            "",
            "Corpora: IOB2, brat, PubTator, BioC JSON, JSONL, what Label Studio exports as JSON,",
            "told apart by content. The head holds words of the training sentences as evidence,",
            "unless --no-evidence is given."
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
        options.ablation();
        requireWritable(options.out());
        List<GoldSentence> train = UsageException.when(() -> train(task));
        List<GoldSentence> dev = UsageException.when(() -> dev(task));
        Fit fit;
        try (HeadReader reader = ReaderChooser.of(surroundings).open(options.models(), options.engine())) {
            fit = UsageException.when(() -> fit(reader, task, train, dev, asked));
        }
        sumUp(fit);
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

    /** A head, and what parts of it are worth. */
    private record Fit(FittedHead head, List<Ablation> ablations) {}

    private void sumUp(Fit fit) {
        HeadScores scores = fit.head.info().scores();
        scores.curve().stream()
                .limit(scores.curve().size() - 1L)
                .forEach(point -> surroundings
                        .out()
                        .printf(Locale.ROOT, "with %,d sentences F1 %.3f%n", point.sentences(), point.f1()));
        fit.ablations.forEach(part -> surroundings.out().println(part.words()));
        surroundings.out().print(ReliabilityText.of(scores.reliability()));
        surroundings.out().println(scores.words());
    }

    private Fit fit(HeadReader reader, Task task, List<GoldSentence> train, List<GoldSentence> dev, HeadOptions asked) {
        if (options.kb().isEmpty()) {
            return fit(reader, task, train, dev, asked, Optional.empty());
        }
        try (KnowledgeBase names = options.kb().get().get()) {
            return fit(reader, task, train, dev, asked, Optional.of(HeadNames.of(names, LabelTypes.of(task))));
        }
    }

    private Fit fit(
            HeadReader reader,
            Task task,
            List<GoldSentence> train,
            List<GoldSentence> dev,
            HeadOptions asked,
            Optional<HeadNames> names) {
        Consumer<String> progress = surroundings.err()::println;
        if (!options.ablation()) {
            FittedHead head = Heads.fit(reader, task, train, dev, asked, names, progress);
            HeadFile.write(options.out(), head);
            return new Fit(head, List.of());
        }
        ReadSentences learnt = ReadSentences.read(reader, task, train, asked, "training", progress);
        ReadSentences judged = ReadSentences.read(reader, task, dev, asked, "development", progress);
        FittedHead head = Heads.fit(reader, task, learnt, judged, asked, names, progress);
        HeadFile.write(options.out(), head);
        return new Fit(head, Ablation.of(head, reader, task, learnt, judged, asked, names, progress));
    }

    /** All corpora together; ids of the second and later ones begin with the corpus's number. */
    private List<GoldSentence> train(Task task) {
        List<GoldSentence> all = new ArrayList<>();
        int number = 0;
        for (Path corpus : options.train()) {
            number++;
            String prefix = number == 1 ? "" : number + ":";
            Path file = Corpora.split(corpus, "train");
            List<GoldSentence> own = sentences(file, task);
            if (own.stream().allMatch(sentence -> sentence.gold().mentions().isEmpty())) {
                requireUnannotated(file, task);
            }
            own.stream()
                    .map(sentence ->
                            new GoldSentence(prefix + sentence.id(), prefix + sentence.document(), sentence.gold()))
                    .forEach(all::add);
        }
        return options.sample() > 0 ? RandomDraw.of(all, options.sample(), options.seed()) : all;
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

    /** Beside other corpora one may say of all its sentences that nothing is in them, but not have other types alone. */
    private void requireUnannotated(Path file, Task task) {
        List<String> types = Corpora.read(file, ReadOptions.STRICT.tolerating()).documents().stream()
                .flatMap(document -> document.mentions().stream())
                .map(CorpusMention::type)
                .distinct()
                .sorted()
                .limit(10)
                .toList();
        if (!types.isEmpty() || options.train().size() == 1) {
            String instead = types.isEmpty()
                    ? "nothing is annotated in it"
                    : "its types are %s: say which is which, such as --types %s=%s"
                            .formatted(
                                    String.join(", ", types),
                                    types.getFirst(),
                                    task.labelNames().getFirst());
            throw new IllegalArgumentException(
                    "%s has no mention of %s; %s".formatted(file, String.join(", ", task.labelNames()), instead));
        }
    }

    /** Minutes of work must not end at a place that cannot be written. */
    static void requireWritable(Path out) {
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
