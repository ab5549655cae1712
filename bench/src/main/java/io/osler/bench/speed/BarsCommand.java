package io.osler.bench.speed;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code osler bench bars}: the figures the project is held to, measured here and now. */
@Command(
        name = "bars",
        description = "Measure each figure the project is held to and print it beside its bar.",
        mixinStandardHelpOptions = true)
public final class BarsCommand implements Callable<Integer> {
    @Option(names = "--only", defaultValue = "main", description = "Which figures: main (the only set so far).")
    private String only;

    @Option(names = "--model", split = ",", defaultValue = "smollm2-135m-instruct", description = "Ids of the store.")
    private List<String> models;

    @Option(names = "--golden", defaultValue = "engine/src/test/resources/golden/smollm2", hidden = true)
    private Path golden;

    @Option(names = "--json", description = "One JSON object per figure.")
    private boolean json;

    @Override
    public Integer call() {
        if (!only.equals("main")) {
            System.err.println("osler bench bars: --only is '" + only + "', expected main");
            return 2;
        }
        if (!json) {
            System.out.println(MachineFacts.describe());
            System.out.println("| figure | measured | bar | |\n|---|---|---|---|");
        }
        for (String model : models) {
            new MainBars(model, golden).measure(this::print);
        }
        return 0;
    }

    private void print(Bar bar) {
        System.out.println(json ? bar.json() : bar.row());
        System.out.flush();
    }
}
