package io.osler.ner.cli;

import io.osler.kb.KbException;
import io.osler.models.ModelException;
import io.osler.models.OslerException;
import io.osler.ner.NerException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what was thrown into one line for people and an exit code. Stack traces only on request: they may quote. */
record Failures(PrintStream err) implements IExecutionExceptionHandler, IParameterExceptionHandler {
    static final String DEBUG = "--debug";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            return usage(failure.getMessage(), command);
        }
        int code = report(failure);
        if (Osler.debugs(command)) {
            failure.printStackTrace(err);
        }
        return code;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        int code = usage(failure.getMessage(), failure.getCommandLine());
        for (String suggestion : suggestions(failure)) {
            err.println("Did you mean: " + suggestion);
        }
        return code;
    }

    private static Iterable<String> suggestions(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    }

    private int usage(String message, CommandLine command) {
        err.println("osler: " + message);
        err.printf(
                "Run '%s --help' for what there is.%n", command.getCommandSpec().qualifiedName());
        return ExitCodes.WRONG_USAGE;
    }

    /** The line and the code for anything thrown. */
    int report(Throwable failure) {
        err.println("osler: " + sentence(failure));
        return switch (failure) {
            case OslerException known -> code(known);
            case KbException known -> code(known);
            default -> ExitCodes.ENVIRONMENT;
        };
    }

    /** A vocabulary that does not read as it should is an input that failed; everything else is the machine's. */
    private static int code(KbException failure) {
        return switch (failure.code()) {
            case SOURCE_MALFORMED -> ExitCodes.INPUTS_FAILED;
            case SOURCE_UNKNOWN, NOT_A_KB -> ExitCodes.WRONG_USAGE;
            case VERSION_UNSUPPORTED, DAMAGED, VECTORS_UNFIT, IO -> ExitCodes.ENVIRONMENT;
        };
    }

    private static int code(OslerException failure) {
        boolean usage = failure.code() == ModelException.Code.UNKNOWN_MODEL
                || failure.code() == NerException.Code.TASK_INVALID
                || failure.code() == NerException.Code.RULES_INVALID;
        return usage ? ExitCodes.WRONG_USAGE : ExitCodes.ENVIRONMENT;
    }

    /**
     * What went wrong, in words that quote no note. Only our own exceptions promise that of their messages; of others the
     * kind must do.
     */
    static String sentence(Throwable failure) {
        return switch (failure) {
            case OslerException known -> known.getMessage();
            case KbException known -> known.getMessage();
            case OutOfMemoryError _ ->
                "Java's heap is full at %d MB; give it more, for instance: OSLER_JAVA_OPTS=-Xmx4g"
                        .formatted(Runtime.getRuntime().maxMemory() >> 20);
            default ->
                "unexpected %s, which is a fault of Osler itself; %s shows where"
                        .formatted(failure.getClass().getSimpleName(), DEBUG);
        };
    }
}
