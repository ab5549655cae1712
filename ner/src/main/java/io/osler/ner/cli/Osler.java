package io.osler.ner.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's door: {@code osler COMMAND}. */
@Command(
        name = "osler",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        description = {"Finds clinical entities in text with open-weight language models, on this machine alone.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  osler demo                            three invented notes, start to finish",
            "  osler annotate notes/ -o out/notes    your own",
            "  osler doctor                          whether this machine is ready",
            "  osler COMMAND --help                  more about one command",
            "",
            "Exit code: 0 done, 1 some inputs failed, 2 wrong usage, 3 the machine does not serve."
        })
public final class Osler implements Runnable {
    /** It advises a JVM option at every start. Held here, for the log manager forgets loggers that nobody holds. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    @Spec
    private CommandSpec spec;

    @Option(names = Failures.DEBUG, scope = ScopeType.INHERIT, description = "Show where failures come from.")
    private boolean debug;

    Osler() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LUCENE.setLevel(Level.SEVERE);
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** Runs one command. */
    static int run(Surroundings surroundings, String... arguments) {
        try {
            return commandLine(surroundings).execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return new Failures(surroundings.err()).report(e);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    static CommandLine commandLine(Surroundings surroundings) {
        Failures failures = new Failures(surroundings.err());
        return new CommandLine(new Osler())
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new AnnotateCommand(surroundings))
                .addSubcommand(new ProposeCommand(surroundings))
                .addSubcommand(new FitCommand(surroundings))
                .addSubcommand(new FitSpansCommand(surroundings))
                .addSubcommand(new EvalCommand(surroundings))
                .addSubcommand(KbCommand.commandLine(surroundings))
                .addSubcommand(ModelsCommand.commandLine(surroundings))
                .addSubcommand(new DoctorCommand(surroundings))
                .setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                .setUsageHelpWidth(surroundings.terminal().columnsForHelp())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** Whether {@code --debug} stands anywhere on the command line. */
    static boolean debugs(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof Osler osler && osler.debug;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new UsageException("which command? One of %s"
                .formatted(String.join(", ", spec.subcommands().keySet())));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
