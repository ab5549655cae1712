package io.osler.ner.eval;

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

    /**
     * With several biases: so many examples, of all prompts together, stay in an engine's memory until the next bias asks for
     * them. They are about 11,000 tokens; the usual gigabyte holds 18,000 to 23,000 of the models of this project.
     */
    private static final int EXAMPLES_ALIKE = 128;

    /** Told what happens, on the thread that runs. */
    public interface Listener {
        /**
         * A setting begins.
         *
         * @param kept    rows that are there already
         * @param stale   whether rows under this name are left aside because something behind it has changed
         */
        default void setting(Setting setting, int kept, boolean stale) {}

        /** A detector could not take a sentence; its row says that it failed. The message quotes no text. */
        default void failed(Setting setting, String sentence, String message) {}

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
        int shown = Math.max(1, alike.getFirst().k());
        int together = alike.size() == 1 ? batch : Math.clamp(EXAMPLES_ALIKE / shown, 1, batch);
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
            return new Turns(missing, Optional.empty(), row -> {}, (sentence, message) -> {});
        }
        EvalDetector detector = factory.open(setting, task);
        file.begin(key, setting, detector.fitting());
        return new Turns(
                missing,
                Optional.of(detector),
                row -> {
                    EvalRow keyed = new EvalRow(key, row.sentence(), row.outcome(), row.nanos());
                    file.append(keyed);
                    listener.row(setting, keyed);
                },
                (sentence, message) -> listener.failed(setting, sentence, message));
    }
}
