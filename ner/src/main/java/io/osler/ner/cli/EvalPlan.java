package io.osler.ner.cli;

import io.osler.ner.AnnotatedText;
import io.osler.ner.NerException;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.eval.Bootstrap;
import io.osler.ner.eval.EvalGrid;
import io.osler.ner.eval.EvalResults;
import io.osler.ner.eval.EvalRun;
import io.osler.ner.eval.EvalSample;
import io.osler.ner.eval.OwnDocuments;
import io.osler.ner.eval.Setting;
import io.osler.ner.files.Fingerprint;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run is to do, with its corpora read.
 *
 * @param run         sentences, pool and settings
 * @param facts       for reports
 * @param fingerprint of the whole split, so that a sample may grow
 * @param own         documents of the split that the pool holds too
 * @param pool        with their documents; empty where the pool is no corpus
 */
record EvalPlan(EvalRun run, EvalResults.Facts facts, String fingerprint, OwnDocuments own, List<GoldSentence> pool) {
    private static final String TRAIN = "train";

    /** A pool and its name; its sentences with their documents where it is a corpus. */
    private record Pool(String name, List<AnnotatedText> sentences, List<GoldSentence> placed, String notes) {}

    /**
     * @throws IllegalArgumentException when the options do not fit together
     * @throws NerException             when a corpus cannot be read
     */
    static EvalPlan of(EvalOptions options) {
        Task named = Tasks.find(options.task());
        ReadOptions reading = options.reading(named);
        Path file = Corpora.split(options.corpus(), options.split());
        GoldSentences split = GoldSentences.read(file, reading);
        EvalSample sample = new EvalSample(options.sample());
        Pool pool = pool(options, named, reading);
        Task task = named.withExamples(pool.sentences());
        List<GoldSentence> sentences = sample.of(split.sentences());
        EvalRun run = new EvalRun(task, sentences, settings(options), options.batch());
        String fingerprint = Fingerprint.of(
                split.sentences().stream().map(GoldSentence::gold).toList());
        long documents =
                sentences.stream().map(GoldSentence::document).distinct().count();
        EvalResults.Facts facts = new EvalResults.Facts(
                name(file),
                fingerprint,
                sample.text(),
                task.name(),
                task.labelNames(),
                pool.name(),
                pool.sentences().size(),
                notes(split.tally().words(), pool.notes()),
                new Bootstrap(options.resamples(), Bootstrap.DEFAULT.seed()),
                documents < sentences.size());
        return new EvalPlan(run, facts, fingerprint, OwnDocuments.of(split.sentences(), pool.placed()), pool.placed());
    }

    String corpusName() {
        return facts.corpus();
    }

    /** What reading met; empty when nothing. */
    String notes() {
        return facts.notes();
    }

    private static Pool pool(EvalOptions options, Task task, ReadOptions reading) {
        return switch (options.pool()) {
            case "none" -> new Pool("none", List.of(), List.of(), "");
            case "task" -> own(task);
            case "" ->
                hasTrainSplit(options.corpus()) ? read(Corpora.split(options.corpus(), TRAIN), reading) : own(task);
            default -> read(Corpora.split(Path.of(options.pool()), TRAIN), reading);
        };
    }

    private static boolean hasTrainSplit(Path corpus) {
        if (!Files.isDirectory(corpus)) {
            return false;
        }
        try {
            // Brat pairs side by side are one corpus, not a pool for itself.
            return !Corpora.split(corpus, TRAIN).equals(corpus);
        } catch (NerException _) {
            return false;
        }
    }

    private static Pool own(Task task) {
        return new Pool("the task's own examples", task.examples(), List.of(), "");
    }

    private static Pool read(Path file, ReadOptions reading) {
        GoldSentences pool = GoldSentences.read(file, reading);
        return new Pool(name(file), pool.texts(), pool.sentences(), pool.tally().words());
    }

    private static List<Setting> settings(EvalOptions options) {
        Set<Setting> settings = new LinkedHashSet<>();
        List<EvalGrid> grids = options.grid() == null ? List.of(options.lists()) : EvalGrid.read(options.grid());
        for (String baseline : options.baselines()) {
            switch (baseline) {
                case Setting.POOL -> settings.add(Setting.pool());
                case Setting.DICTIONARY ->
                    dictionaries(options, grids).forEach(kb -> settings.add(Setting.dictionary(kb)));
                case Setting.NONE -> {}
                default ->
                    throw new IllegalArgumentException(
                            "baseline is '%s', expected pool, dictionary or none".formatted(baseline));
            }
        }
        options.heads().forEach(file -> settings.add(Setting.head(file, options.headModel())));
        grids.forEach(grid -> settings.addAll(grid.settings()));
        return new ArrayList<>(settings);
    }

    private static List<String> dictionaries(EvalOptions options, List<EvalGrid> grids) {
        List<String> named = Stream.concat(
                        options.dictionaries().stream(), grids.stream().flatMap(grid -> grid.kb().stream()))
                .filter(kb -> !kb.equals(Setting.NONE))
                .distinct()
                .toList();
        return named.isEmpty() ? List.of("starter") : named;
    }

    /** The last three parts of a path: enough to tell corpora apart, and no more of the machine. */
    private static String name(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        int parts = whole.getNameCount();
        return whole.subpath(Math.max(0, parts - 3), parts).toString().replace('\\', '/');
    }

    private static String notes(String split, String pool) {
        return Stream.of(split, pool.isEmpty() ? "" : "in the pool " + pool)
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
