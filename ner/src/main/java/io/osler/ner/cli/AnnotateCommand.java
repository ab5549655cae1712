package io.osler.ner.cli;

import io.osler.ner.export.ExportFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler annotate}: notes in, results out. */
@Command(
        name = "annotate",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        defaultValueProvider = OptionDefaults.class,
        sortOptions = false,
        description = {"Finds the entities of a task in notes.", ""},
        footer = {
            "",
            "Examples:",
            "  osler annotate notes/ -o out/notes",
            "  osler annotate a.txt b.txt -o out --format jsonl --model smollm2-135m-instruct",
            "  cat note.txt | osler annotate - -o out --weights int8",
            "  osler annotate notes/ -o out --detector dictionary --kb my-kb --link",
            "  osler annotate notes/ -o out --head disease.head --min-confidence 0.3",
            "",
            "Notes are UTF-8 text of at most 10 MB. Results: annotations.jsonl, report.html, a",
            ".txt and a .ann for each note (brat), and summary.json. Offsets count Unicode",
            "code points from 0. Ctrl-C ends the run; finished notes are kept.",
            "",
            "Exit code: 0 all notes done, 1 some or all failed (the others are done), 2 wrong",
            "usage, 3 the machine, the model or the output directory does not serve."
        })
final class AnnotateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NOTE",
            arity = "1..*",
            description =
                    "Files, directories (their *.txt at any depth, hidden ones left out), or - for standard input.")
    private List<String> arguments;

    @Mixin
    private AnnotationOptions options;

    @Option(names = "--force", description = "Replace the results of an earlier run in the output directory.")
    private boolean force;

    AnnotateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path out = options.out()
                .orElseThrow(() -> new UsageException("where shall results go? Name a directory: --out DIR"));
        options.dictionary().labelTypes(options.task());
        options.nerOptions();
        options.offsets();
        options.review();
        options.heads().confidenceMin();
        NoteInputs inputs = NoteInputs.find(arguments, surroundings.in(), out);
        requireSafe(out, inputs);
        inputs.failures().forEach(failure -> surroundings.err().println("failed: " + failure.getMessage()));
        if (inputs.notes().isEmpty()) {
            return ExitCodes.INPUTS_FAILED;
        }
        RunSummary summary =
                new AnnotationJob(surroundings, options, out, Osler.debugs(spec.commandLine())).run(inputs, _ -> {});
        surroundings.out().println(summary.text());
        surroundings.out().println("results in " + out);
        return summary.failures().isEmpty() ? ExitCodes.DONE : ExitCodes.INPUTS_FAILED;
    }

    /** Nothing of the user's is written over unasked: not earlier results, and never the notes themselves. */
    private void requireSafe(Path out, NoteInputs inputs) {
        if (options.formats().contains(ExportFormat.BRAT)
                && inputs.directories().contains(NoteInputs.real(out))) {
            throw new UsageException(
                    "%s holds notes to be read, and brat results have such names too; choose another --out"
                            .formatted(out));
        }
        if (!force) {
            OutputPlace.earlierResult(out).ifPresent(file -> {
                throw new UsageException("%s is there from an earlier run; --force replaces it, or choose another --out"
                        .formatted(file));
            });
        }
    }
}
