package io.osler.ner.eval;

import io.osler.engine.EngineException;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.files.Fingerprint;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads every sentence of a sample under every setting and appends a row for each to a {@link RunFile}. Rows that are
 * there already are not computed again.
 *
 * @param task      with the pool as its examples
 * @param sentences of the sample, with ids that differ
 * @param settings  in the order reports list them
 * @param batch     how many sentences a detector is given together
 */
public record EvalRun(Task task, List<GoldSentence> sentences, List<Setting> settings, int batch) {
    public static final int BATCH = 64;

    /** With several biases: so many prompts of neighbours stay in an engine's memory until the next bias asks for them. */
    private static final int BATCH_ALIKE = 16;

    /** Told what happens, on the thread that runs. */
    public interface Listener {
        /**
         * A setting begins.
         *
         * @param kept    rows that are there already
         * @param stale   whether rows under this name are left aside because something behind it has changed
         */
        default void setting(Setting setting, int kept, boolean stale) {}

        /** A row was written. */
        default void row(Setting setting, EvalRow row) {}
    }

    public EvalRun {
        sentences = List.copyOf(sentences);
        settings = List.copyOf(settings);
        if (batch < 1) {
            throw new IllegalArgumentException("batch is %d, expected at least 1".formatted(batch));
        }
        if (sentences.isEmpty() || settings.isEmpty()) {
            throw new IllegalArgumentException("there are %d sentences and %d settings, expected at least one of each"
                    .formatted(sentences.size(), settings.size()));
        }
        Set<String> ids = new HashSet<>();
        for (GoldSentence sentence : sentences) {
            if (!ids.add(sentence.id())) {
                throw new IllegalArgumentException("sentence id '%s' stands twice".formatted(sentence.id()));
            }
        }
        for (Setting setting : settings) {
            if (setting.k() > 0 && task.examples().isEmpty()) {
                throw new IllegalArgumentException(
                        "setting '%s' shows %d examples, but the pool is empty; give a pool, or k 0"
                                .formatted(setting.label(), setting.k()));
            }
        }
    }

    /** The key of a setting's rows: changes with the setting, the task, the pool, and the files of its model. */
    public String key(Setting setting, DetectorFactory factory) {
        return Fingerprint.of(String.join(
                "\n",
                JsonMapper.shared().writeValueAsString(setting),
                task.name(),
                task.domain(),
                task.labels().toString(),
                task.defaults().profile() + " " + task.defaults().boundary(),
                Fingerprint.of(task.examples()),
                factory.fingerprint(setting)));
    }

    /**
     * Computes what is missing. Settings that share a model run one after the other; those that ask the same and differ in the
     * bias of opening alone take turns with each few sentences, so that the engine still holds the prompts the first of them
     * has read.
     */
    public void complete(RunFile file, DetectorFactory factory, Listener listener) {
        List<Setting> byModel =
                settings.stream().sorted(Comparator.comparing(Setting::model)).toList();
        Map<Setting, List<Setting>> alike = byModel.stream()
                .collect(Collectors.groupingBy(
                        setting -> setting.withOpenBias(0), LinkedHashMap::new, Collectors.toList()));
        alike.values().forEach(biases -> complete(biases, file, factory, listener));
    }

    private void complete(List<Setting> alike, RunFile file, DetectorFactory factory, Listener listener) {
        int together = alike.size() == 1 ? batch : Math.min(batch, BATCH_ALIKE);
        List<Turns> turns = new ArrayList<>();
        try {
            for (Setting setting : alike) {
                turns.add(turns(setting, file, factory, listener));
            }
            for (int from = 0; from < sentences.size(); from += together) {
                List<GoldSentence> part = sentences.subList(from, Math.min(sentences.size(), from + together));
                turns.forEach(turn -> turn.take(part));
            }
        } finally {
            turns.forEach(Turns::close);
        }
    }

    private Turns turns(Setting setting, RunFile file, DetectorFactory factory, Listener listener) {
        String key = key(setting, factory);
        Set<String> done = Set.copyOf(file.rows(key).keySet());
        Set<String> missing = sentences.stream()
                .map(GoldSentence::id)
                .filter(id -> !done.contains(id))
                .collect(Collectors.toSet());
        listener.setting(
                setting,
                sentences.size() - missing.size(),
                file.earlierKey(setting, key).isPresent());
        if (missing.isEmpty()) {
            return new Turns(missing, Optional.empty(), row -> {});
        }
        file.begin(key, setting);
        return new Turns(missing, Optional.of(factory.open(setting, task)), row -> {
            EvalRow keyed = new EvalRow(key, row.sentence(), row.outcome(), row.nanos());
            file.append(keyed);
            listener.row(setting, keyed);
        });
    }

    /** One setting's work: its detector reads those sentences of each part that it lacks. */
    private record Turns(Set<String> missing, Optional<EvalDetector> detector, RowSink rows) implements AutoCloseable {
        void take(List<GoldSentence> part) {
            List<GoldSentence> lacking = part.stream()
                    .filter(sentence -> missing.contains(sentence.id()))
                    .toList();
            if (!lacking.isEmpty()) {
                read(lacking, detector.orElseThrow(), rows);
            }
        }

        @Override
        public void close() {
            detector.ifPresent(EvalDetector::close);
        }
    }

    private interface RowSink {
        void add(EvalRow row);
    }

    private record Done(GoldSentence sentence, Outcome outcome, Throwable failure) {}

    /** Rows in the order in which sentences are done. */
    private static void read(List<GoldSentence> part, EvalDetector detector, RowSink rows) {
        long last = System.nanoTime();
        EngineUse used = detector.use();
        BlockingQueue<Done> queue = new LinkedBlockingQueue<>();
        List<CompletableFuture<Outcome>> futures =
                detector.detectAll(part.stream().map(GoldSentence::text).toList());
        List<CompletableFuture<Outcome>> told = new ArrayList<>();
        for (int i = 0; i < futures.size(); i++) {
            GoldSentence sentence = part.get(i);
            told.add(
                    futures.get(i).whenComplete((outcome, failure) -> queue.add(new Done(sentence, outcome, failure))));
        }
        try {
            for (int i = 0; i < part.size(); i++) {
                Done done = queue.take();
                Outcome outcome = done.failure() == null ? done.outcome() : failed(done.failure());
                long now = System.nanoTime();
                EngineUse usedNow = detector.use();
                EngineUse use = outcome.use().equals(EngineUse.NONE) ? usedNow.minus(used) : outcome.use();
                rows.add(new EvalRow(
                        "", done.sentence().id(), new Outcome(outcome.mentions(), outcome.counts(), use), now - last));
                last = now;
                used = usedNow;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted; its rows so far are kept");
        } finally {
            told.forEach(future -> future.cancel(true));
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** A sentence that does not fit is a row without mentions; anything else ends the run. */
    private static Outcome failed(Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        boolean ofThisSentence = failure instanceof IllegalArgumentException
                || (failure instanceof EngineException engine
                        && engine.code() == EngineException.Code.CONTEXT_EXCEEDED);
        if (ofThisSentence) {
            return new Outcome(List.of(), Map.of(Outcome.FAILED, 1), EngineUse.NONE);
        }
        switch (failure) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }
}
