package io.osler.ner.head;

import io.osler.engine.Engine;
import io.osler.engine.tagger.TaggerTrainer;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The door to fitted heads.
 *
 * <pre>{@code
 * FittedHead head = Heads.fit(engine, "smollm2-135m-instruct", task, train, List.of(), HeadOptions.DEFAULTS,
 *         Optional.empty(), System.err::println);
 * HeadFile.write(file, head);
 * MentionDetector detector = new HeadMentionDetector(engine, List.of(head), OptionalDouble.empty());
 * }</pre>
 */
public final class Heads {
    /** Above this share of development sentences that training has too, there is nothing to be learnt from a score. */
    private static final double SHARED_MAX = 0.5;

    private Heads() {}

    /**
     * Reads sentences with a frozen model and fits a head to them.
     *
     * @param model    name of the engine's model, for people
     * @param train    sentences with mentions of the task's labels alone
     * @param dev      sentences of other documents to judge by; empty to judge by documents held out of training
     * @param names    a dictionary whose names are evidence too
     * @param progress told what is done, a line at a time
     * @throws IllegalArgumentException when the sentences are too few, hold no mention, or dev is train
     */
    public static FittedHead fit(
            Engine engine,
            String model,
            Task task,
            List<GoldSentence> train,
            List<GoldSentence> dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        requireFit(task, train, dev, progress);
        return fitted(
                engine,
                model,
                task,
                ReadSentences.read(engine, task, train, options, "training", progress),
                ReadSentences.read(engine, task, dev, options, "development", progress),
                options,
                names,
                progress);
    }

    /**
     * Fits a head to sentences that were read before; as {@link #fit(Engine, String, Task, List, List, HeadOptions,
     * Optional, Consumer)}.
     *
     * @param train   read by this engine for this task
     * @param options whose layers are those that were read
     * @throws IllegalArgumentException also when other layers were read than the options say
     */
    public static FittedHead fit(
            Engine engine,
            String model,
            Task task,
            ReadSentences train,
            ReadSentences dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        if (!options.layers().isEmpty() && !options.layers().equals(train.plan().layers())) {
            throw new IllegalArgumentException("layers are %s, but the sentences were read for %s"
                    .formatted(options.layers(), train.plan().layers()));
        }
        requireFit(task, train.gold(), dev.gold(), progress);
        return fitted(engine, model, task, train, dev, options, names, progress);
    }

    private static FittedHead fitted(
            Engine engine,
            String model,
            Task task,
            ReadSentences train,
            ReadSentences dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        TagSet tags = new TagSet(task.labelNames());
        ReadingPlan plan = train.plan();
        HeadModel of = HeadModel.of(engine, model);
        int states = plan.layers().size() * engine.model().config().shape().hidden();
        HeadInfo info = new HeadInfo(
                HeadInfo.FORMAT,
                of.name(),
                of.modelHash(),
                of.form(),
                of.tokenHash(),
                task.name(),
                HeadModel.hash(task),
                tags.labels(),
                plan,
                HeadFitter.sizes(options, tags, states, names.isPresent()),
                options.seeds(),
                names.map(HeadNames::fingerprint).orElse(""),
                train.size(),
                null);
        TaggerTrainer trainer = new TaggerTrainer(engine.options().device());
        HeadFitter fitter = new HeadFitter(tags, options, trainer, names.map(HeadNames::detector), progress);
        return fitter.fit(info, train.sentences(), dev.sentences()).head();
    }

    /**
     * Reads a head that belongs to a model.
     *
     * @param names the dictionary the head asks, if it asks one
     * @throws io.osler.ner.NerException HEAD_UNUSABLE when it is of another model or dictionary, or damaged
     */
    public static FittedHead open(Path file, Engine engine, Optional<HeadNames> names) {
        FittedHead head = HeadFile.read(file, names.map(HeadNames::detector));
        HeadInfo info = head.info();
        HeadModel here = HeadModel.of(engine, "");
        if (!info.tokenHash().equals(here.tokenHash()) || !info.modelHash().equals(here.modelHash())) {
            throw HeadFile.unusable(
                    file,
                    "was fitted on another model (%s, files %s) than %s (files %s); use that model, or fit the head again"
                            .formatted(
                                    info.model(),
                                    info.modelHash(),
                                    engine.model().path().getFileName(),
                                    here.modelHash()),
                    null);
        }
        names.ifPresent(them -> {
            if (!info.names().isEmpty() && !info.names().equals(them.fingerprint())) {
                throw HeadFile.unusable(
                        file,
                        "was fitted with the names of another dictionary (%s) than this one (%s)"
                                .formatted(info.names(), them.fingerprint()),
                        null);
            }
        });
        return head;
    }

    /**
     * Refuses a head of another task.
     *
     * @throws io.osler.ner.NerException HEAD_UNUSABLE
     */
    public static void requireTask(Path file, HeadInfo info, Task task) {
        if (!info.taskHash().equals(HeadModel.hash(task))) {
            throw HeadFile.unusable(
                    file,
                    "was fitted for task '%s' with %s, not for '%s' with %s"
                            .formatted(info.task(), info.labels(), task.name(), task.labelNames()),
                    null);
        }
    }

    private static void requireFit(
            Task task, List<GoldSentence> train, List<GoldSentence> dev, Consumer<String> progress) {
        if (train.size() < HeadFitter.SENTENCES_LEAST) {
            throw new IllegalArgumentException(
                    "there are %d training sentences, expected at least %d; a hundred are a good beginning"
                            .formatted(train.size(), HeadFitter.SENTENCES_LEAST));
        }
        Set<String> present = train.stream()
                .flatMap(sentence -> sentence.gold().mentions().stream())
                .map(mention -> mention.type())
                .collect(Collectors.toSet());
        if (present.isEmpty()) {
            throw new IllegalArgumentException("none of the %,d training sentences has a mention of %s"
                    .formatted(train.size(), String.join(", ", task.labelNames())));
        }
        List<String> absent = task.labelNames().stream()
                .filter(label -> !present.contains(label))
                .toList();
        if (!absent.isEmpty()) {
            progress.accept("no training sentence has a mention of %s: the head will never find one"
                    .formatted(String.join(", ", absent)));
        }
        Set<String> texts = train.stream().map(Heads::comparable).collect(Collectors.toCollection(HashSet::new));
        long shared = dev.stream()
                .filter(sentence -> texts.contains(comparable(sentence)))
                .count();
        if (shared > SHARED_MAX * dev.size()) {
            throw new IllegalArgumentException(
                    "%,d of %,d development sentences are training sentences too, expected other documents"
                            .formatted(shared, dev.size()));
        }
    }

    private static String comparable(GoldSentence sentence) {
        return sentence.text().toLowerCase(Locale.ROOT);
    }
}
