package io.osler.ner.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code osler kb}: what is known. */
@Command(
        name = "kb",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        description = {"Builds knowledge bases from vocabularies, and asks them.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  osler kb build doid.obo my-terms.tsv -o my-kb",
            "  osler kb search \"high blood pressure\"",
            "  osler kb scan note.txt --kb my-kb",
            "",
            "Without --kb the built-in starter vocabulary answers."
        })
final class KbCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new KbCommand())
                .addSubcommand(new KbBuildCommand(surroundings))
                .addSubcommand(new KbInfoCommand(surroundings))
                .addSubcommand(new KbSearchCommand(surroundings))
                .addSubcommand(new KbScanCommand(surroundings));
    }

    @Override
    public void run() {
        throw new UsageException("which command? One of %s"
                .formatted(String.join(", ", spec.subcommands().keySet())));
    }
}
