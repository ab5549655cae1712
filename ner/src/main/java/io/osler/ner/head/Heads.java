package io.osler.ner.head;

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
import java.util.stream.IntStream;

/**
 * The door to fitted heads.
 *
 * <pre>{@code
 * HeadReader reader = HeadReader.of(engine, "smollm2-135m-instruct");
 * FittedHead head = Heads.fit(reader, task, train, List.of(), HeadOptions.DEFAULTS, Optional.empty(), System.err::println);
 * HeadFile.write(file, head);
 * MentionDetector detector = new HeadMentionDetector(reader, List.of(head), OptionalDouble.empty());
 * }</pre>
 */
public final class Heads {
    /** Above this share of development sentences that training has too, there is nothing to be learnt from a score. */
    private static final double SHARED_MAX = 0.5;

    private Heads() {}

    /**
     * Reads sentences with a frozen model and fits a head to them.
     *
     * @param reader   of the models; stays the caller's to close
     * @param train    sentences with mentions of the task's labels alone
     * @param dev      sentences of other documents to judge by; empty to judge by documents held out of training
     * @param names    a dictionary whose names are evidence too
     * @param progress told what is done, a line at a time
     * @throws IllegalArgumentException when the sentences are too few, hold no mention, or dev is train
     */
    public static FittedHead fit(
            HeadReader reader,
            Task task,
            List<GoldSentence> train,
            List<GoldSentence> dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        requireFit(task, train, dev, progress);
        return fitted(
                reader,
                task,
                ReadSentences.read(reader, task, train, options, "training", progress),
                ReadSentences.read(reader, task, dev, options, "development", progress),
                options,
                names,
                progress);
    }

    /**
     * Fits a head to sentences that were read before; as {@link #fit(HeadReader, Task, List, List, HeadOptions,
     * Optional, Consumer)}.
     *
     * @param train   read by this reader for this task
     * @param options whose layers are those that were read
     * @throws IllegalArgumentException also when other layers were read than the options say
     */
    public static FittedHead fit(
            HeadReader reader,
            Task task,
            ReadSentences train,
            ReadSentences dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        List<ReadingPlan> asked = reader.plans(options.layers());
        if (!asked.equals(train.plans())) {
            throw new IllegalArgumentException(
                    "the sentences were read as %s, expected %s".formatted(train.plans(), asked));
        }
        requireFit(task, train.gold(), dev.gold(), progress);
        return fitted(reader, task, train, dev, options, names, progress);
    }

    private static FittedHead fitted(
            HeadReader reader,
            Task task,
            ReadSentences train,
            ReadSentences dev,
            HeadOptions options,
            Optional<HeadNames> names,
            Consumer<String> progress) {
        TagSet tags = new TagSet(task.labelNames());
        HeadInfo info = new HeadInfo(
                HeadInfo.FORMAT,
                reader.readings(train.plans()),
                task.name(),
                HeadModel.hash(task),
                tags.labels(),
                HeadFitter.sizes(options, tags, reader.width(train.plans()), names.isPresent()),
                options.seeds(),
                names.map(HeadNames::fingerprint).orElse(""),
                train.size(),
                null);
        TaggerTrainer trainer = new TaggerTrainer(reader.device());
        HeadFitter fitter = new HeadFitter(tags, options, trainer, names.map(HeadNames::detector), progress);
        return fitter.fit(info, train.sentences(), dev.sentences()).head();
    }

    /**
     * Reads a head that belongs to these models.
     *
     * @param names the dictionary the head asks, if it asks one
     * @throws io.osler.ner.NerException HEAD_UNUSABLE when it is of another model or dictionary, or damaged
     */
    public static FittedHead open(Path file, HeadReader reader, Optional<HeadNames> names) {
        FittedHead head = HeadFile.read(file, names.map(HeadNames::detector));
        HeadInfo info = head.info();
        List<HeadModel> fittedOn =
                info.readings().stream().map(ModelReading::model).toList();
        List<HeadModel> here = reader.models();
        boolean same = fittedOn.size() == here.size()
                && IntStream.range(0, here.size()).allMatch(i -> fittedOn.get(i).readsAs(here.get(i)));
        if (!same) {
            throw HeadFile.unusable(
                    file,
                    "was fitted on another model (%s) than %s; use that model, or fit the head again"
                            .formatted(words(fittedOn), words(here)),
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

    private static String words(List<HeadModel> models) {
        return models.stream()
                .map(model -> "%s, files %s".formatted(model.name(), model.modelHash()))
                .collect(Collectors.joining(" and "));
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
