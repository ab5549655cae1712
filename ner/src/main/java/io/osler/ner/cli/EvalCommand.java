package io.osler.ner.cli;

import io.osler.engine.Embedder;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.eval.EvalHtml;
import io.osler.ner.eval.EvalJson;
import io.osler.ner.eval.EvalMarkdown;
import io.osler.ner.eval.EvalResults;
import io.osler.ner.eval.EvalRun;
import io.osler.ner.eval.LocalDetectors;
import io.osler.ner.eval.LocalParts;
import io.osler.ner.eval.RunFile;
import io.osler.ner.eval.RunRecords;
import io.osler.ner.files.AtomicFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code osler eval}: an annotated corpus in, scores of every setting out. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Scores settings on an annotated corpus, in a run that can be taken up again.", ""},
        footer = {
            "",
            "Examples:",
            "  osler eval --corpus ncbi/iob --task disease -o out/pool",
            "  osler eval --corpus ncbi/iob --task disease --sample random:300 --k 4,8,16 \\",
            "      --models qwen2.5-coder-1.5b-instruct --selectors static,tfidf -o out/ncbi",
            "  osler eval --corpus notes/brat --pool other/brat --types Sign=problem,Drug=treatment \\",
            "      --grid grid.yaml -o out/notes",
            "",
            "Corpora: IOB2, brat, PubTator, BioC JSON, JSONL, what Label Studio exports as JSON, told",
            "apart by content. Results in the directory: run.jsonl, a row for each setting and",
            "sentence, written as it is done; report.md, report.json, report.html. The same command",
            "again computes what is missing.",
            "",
            "Grid file: models, formats, selectors, k, kb, knowledge, grammar, open-bias, seeds, decoding,",
            "more; lists, all combinations; or a list of such blocks under 'grid'."
        })
final class EvalCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private EvalOptions options;

    EvalCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Names of settings are those of the model store; a dictionary's is its directory. */
    private record Parts(ModelChooser models, Surroundings surroundings) implements LocalParts {
        @Override
        public Path model(String name) {
            return models.named(name).path();
        }

        @Override
        public boolean isEncoder(String name) {
            return ReaderChooser.of(surroundings).isEncoder(name);
        }

        @Override
        public KnowledgeBase dictionary(String name) {
            return KbOption.named(name);
        }

        @Override
        public Embedder encoder(String name) {
            return new EncoderChooser(surroundings.store().get(), surroundings).open(name);
        }
    }

    @Override
    public Integer call() {
        EvalPlan plan = UsageException.when(() -> EvalPlan.of(options));
        ModelChooser chooser = new ModelChooser(surroundings.store().get(), surroundings);
        Path out = options.out();
        if (!plan.notes().isEmpty()) {
            surroundings.err().println("reading: " + plan.notes());
        }
        try (LocalDetectors detectors = new LocalDetectors(
                        new Parts(chooser, surroundings), options.engine(), plan.own(), plan.pool());
                RunFile file = RunFile.open(out.resolve(RunRecords.FILE), plan.fingerprint(), plan.corpusName())) {
            if (file.wasCut()) {
                surroundings
                        .err()
                        .println("the last line of an earlier run was half written; its sentence is computed again");
            }
            EvalRun run = plan.run();
            EvalProgress progress =
                    new EvalProgress(surroundings.err(), run.sentences().size());
            UsageException.when(() -> {
                run.complete(file, detectors, progress);
                return null;
            });
            EvalResults results = EvalResults.of(plan.facts(), run, file, detectors);
            String markdown = EvalMarkdown.of(results);
            AtomicFiles.write(out.resolve("report.md"), markdown);
            AtomicFiles.write(out.resolve("report.json"), EvalJson.of(results));
            AtomicFiles.write(out.resolve("report.html"), EvalHtml.of(results));
            surroundings.out().print(markdown);
            surroundings.out().println("results in " + out);
        }
        return ExitCodes.DONE;
    }
}
