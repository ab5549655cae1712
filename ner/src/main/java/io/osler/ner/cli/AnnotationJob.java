package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.NerOptions;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.export.RunInfo;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.head.HeadReader;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * From notes to results: check everything cheap, choose and open the model, read the notes, sum up. What costs minutes
 * comes after what can fail at once.
 *
 * @param options of the command
 * @param out     directory for the results
 * @param debug   whether failures of notes are shown with their stack
 */
record AnnotationJob(Surroundings surroundings, AnnotationOptions options, Path out, boolean debug) {
    /** @param listener hears of every note that was written */
    RunSummary run(NoteInputs inputs, Consumer<Annotations> listener) {
        Task task = options.task();
        NerOptions nerOptions = options.nerOptions();
        Set<ExportFormat> formats = options.formats();
        options.offsets();
        OutputPlace.prepare(out);
        task.defaults().kb().ifPresent(kb -> options.dictionary().kb().otherwise(Path.of(kb)));
        long begin = System.nanoTime();
        try (OpenedParts parts = parts(task, nerOptions);
                EvidenceOption.Opened evidence = options.evidence().open(task, options.threshold());
                NoteAnnotator annotator = linked(open(task, evidence.in(nerOptions.withParts(parts.parts()))), task)) {
            double secondsToOpen = (System.nanoTime() - begin) / 1e9;
            RunInfo info = new RunInfo(
                    OslerVersion.text(),
                    annotator.modelName(),
                    annotator.weightForm(),
                    options.knowledgeBaseName(),
                    task.name(),
                    task.labelNames(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS));
            return read(inputs, annotator, formats, info, secondsToOpen, listener);
        }
    }

    private OpenedParts parts(Task task, NerOptions nerOptions) {
        return options.detector() == Detector.LLM
                ? OpenedParts.open(
                        nerOptions.selection(task), options.dictionary().kb(), surroundings)
                : OpenedParts.NONE;
    }

    private NoteAnnotator open(Task task, NerOptions nerOptions) {
        if (options.heads().given()) {
            HeadReader reader =
                    ReaderChooser.of(surroundings).open(options.heads().models(options.model()), nerOptions.engine());
            return HeadAnnotator.open(reader, options.heads(), task, nerOptions);
        }
        return switch (options.detector()) {
            case LLM -> {
                ChosenModel model = chosen(new ModelChooser(surroundings.store().get(), surroundings));
                surroundings.err().printf("opening %s%n", model.id());
                yield surroundings.annotators().open(model, task, nerOptions);
            }
            case DICTIONARY ->
                DictionaryAnnotator.open(
                        options.dictionary().kb().open(),
                        options.dictionary().labelTypes(task),
                        nerOptions.assertions());
        };
    }

    private ChosenModel chosen(ModelChooser chooser) {
        return options.model().map(chooser::named).orElseGet(chooser::byDefault);
    }

    private NoteAnnotator linked(NoteAnnotator annotator, Task task) {
        if (!options.link()) {
            return annotator;
        }
        try {
            DictionaryOptions asked = options.dictionary();
            OpenedKb kb = OpenedKb.open(asked.kb(), asked.dense(), options.device(), surroundings);
            return LinkingAnnotator.of(annotator, kb, asked.labelTypes(task));
        } catch (RuntimeException e) {
            annotator.close();
            throw e;
        }
    }

    private RunSummary read(
            NoteInputs inputs,
            NoteAnnotator annotator,
            Set<ExportFormat> formats,
            RunInfo info,
            double secondsToOpen,
            Consumer<Annotations> listener) {
        RunTotals totals = new RunTotals(info.labels());
        inputs.failures().forEach(failure -> totals.fail(failure.place(), failure.getMessage()));
        Results results = Results.open(out, formats, info, options.offsets());
        Optional<ReviewList> review = options.reviewList();
        try (RunDisplay display = new RunDisplay(surroundings.err(), surroundings.terminal(), inputs.notes())) {
            AnnotationRun run = new AnnotationRun(annotator, results, display, totals, debug, found -> {
                review.ifPresent(list -> list.add(found));
                listener.accept(found);
            });
            Supplier<RunSummary> summary = () -> RunSummary.of(info, annotator.deviceName(), secondsToOpen, totals);
            try (StopSignal _ = StopSignal.install(() -> interrupt(run, display, summary, review))) {
                if (run.run(inputs.notes())) {
                    write(summary.get(), review);
                }
                return summary.get();
            }
        }
    }

    private boolean interrupt(
            AnnotationRun run, RunDisplay display, Supplier<RunSummary> summary, Optional<ReviewList> review) {
        boolean interrupted = run.interrupt();
        if (interrupted) {
            write(summary.get(), review);
            display.line("interrupted; %s complete in %s"
                    .formatted(Sizes.count(summary.get().notesDone(), "note"), out));
        }
        return interrupted;
    }

    private void write(RunSummary summary, Optional<ReviewList> review) {
        review.ifPresent(list -> list.write(out));
        AtomicFiles.write(out.resolve(OutputPlace.SUMMARY), summary.json());
    }
}
