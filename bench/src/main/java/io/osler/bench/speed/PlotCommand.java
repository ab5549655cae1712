package io.osler.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code osler bench plot}: the ratios of a file of figures, drawn. */
@Command(
        name = "plot",
        description = "Draw the ratios that `osler bench bars --json` printed.",
        mixinStandardHelpOptions = true)
public final class PlotCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FIGURES.jsonl", description = "What bars --json printed.")
    private Path figures;

    @Option(names = "-o", required = true, paramLabel = "FILE.svg", description = "The drawing.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        List<RatioPlot.Row> rows = rows(Files.readAllLines(figures));
        if (rows.isEmpty()) {
            System.err.println("osler bench plot: %s holds no ratio, expected lines with unit x".formatted(figures));
            return 2;
        }
        Files.writeString(file, RatioPlot.svg(rows));
        return 0;
    }

    static List<RatioPlot.Row> rows(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("{"))
                .map(JsonMapper.shared()::readTree)
                .filter(json -> json.path("unit").asString("").equals("x"))
                .map(PlotCommand::row)
                .toList();
    }

    private static RatioPlot.Row row(JsonNode json) {
        double bar = json.path("bar").isNumber() ? json.path("bar").asDouble() : Double.NaN;
        return new RatioPlot.Row(
                json.path("name").asString(""), json.path("figure").asDouble(), bar);
    }
}
