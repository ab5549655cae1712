package io.osler.bench;

import io.osler.bench.quality.ModelsCommand;
import io.osler.bench.speed.BarsCommand;
import io.osler.bench.speed.JmhCommand;
import io.osler.bench.speed.PlotCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code osler bench}: what is measured. */
@Command(
        name = "osler bench",
        description = "Measure this machine: speed, memory and quality, each figure beside its bar.",
        mixinStandardHelpOptions = true,
        subcommands = {BarsCommand.class, ModelsCommand.class, JmhCommand.class, PlotCommand.class})
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
