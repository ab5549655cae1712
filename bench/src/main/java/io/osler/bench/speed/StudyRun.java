package io.osler.bench.speed;

import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.engine.EngineOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.eval.EvalRow;
import io.osler.ner.eval.EvalRun;
import io.osler.ner.eval.EvalSample;
import io.osler.ner.eval.LocalDetectors;
import io.osler.ner.eval.LocalParts;
import io.osler.ner.eval.OwnDocuments;
import io.osler.ner.eval.RunFile;
import io.osler.ner.eval.RunRecords;
import io.osler.ner.eval.Setting;
import io.osler.ner.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that the study's bars need, and no others, run over NCBI-disease; one that was cut goes on.
 *
 * @param models ids of the store
 * @param engine how they are opened
 * @param sample of the test set
 * @param seed   of the examples drawn
 * @param out    directory of the run and of the dictionary built for it
 */
record StudyRun(List<String> models, EngineOptions engine, EvalSample sample, long seed, Path out) {
    /** The dictionary's name in settings. */
    static final String MESH = "mesh";

    private static final int K = 16;

    RunRecords run(StudyCorpus corpus, Path data) {
        Task task = corpus.task();
        Path file = out.resolve(RunRecords.FILE);
        try (LocalDetectors detectors = new LocalDetectors(new Parts(mesh(data)), engine, OwnDocuments.NONE);
                RunFile run = RunFile.open(file, corpus.fingerprint(), "NCBI-disease test")) {
            new EvalRun(task, sample.of(corpus.sentences()), settings(), EvalRun.BATCH)
                    .complete(run, detectors, new Progress());
        }
        return RunRecords.read(file);
    }

    private List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(Setting.pool(), Setting.dictionary(MESH)));
        for (String model : models) {
            Setting zero = Setting.llm(model, "tanl", Setting.NONE, 0);
            settings.add(zero);
            settings.add(zero.withKnowledge(MESH, "dirag"));
            settings.add(Setting.llm(model, "tanl", "random", K).withSeed(seed));
            settings.add(Setting.llm(model, "tanl", "tfidf", K));
        }
        return settings;
    }

    /** MeSH of {@code --data}, built once. */
    private Path mesh(Path data) {
        Path directory = out.resolve(MESH);
        if (!Files.isDirectory(directory)) {
            LinkBars.mesh(data).build(directory);
        }
        return directory;
    }

    private record Parts(Path mesh) implements LocalParts {
        @Override
        public Path model(String name) {
            return ModelStore.open().pull(name, PullProgress.SILENT).directory();
        }

        @Override
        public boolean isEncoder(String name) {
            return false;
        }

        @Override
        public KnowledgeBase dictionary(String name) {
            return KnowledgeBase.open(mesh);
        }

        @Override
        public Embedder encoder(String name) {
            return Embedder.open(model(name), EmbedderOptions.DEFAULTS);
        }
    }

    private static final class Progress implements EvalRun.Listener {
        private static final int ROWS_BETWEEN = 50;
        private int rows;

        @Override
        public void setting(Setting setting, int kept, boolean stale) {
            System.err.printf("%s, %d sentences there already%n", setting.label(), kept);
        }

        @Override
        public void row(Setting setting, EvalRow row) {
            if (++rows % ROWS_BETWEEN == 0) {
                System.err.printf("  %d sentences read%n", rows);
            }
        }
    }
}
