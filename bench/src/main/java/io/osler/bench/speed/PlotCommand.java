package io.osler.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code osler bench plot}: a file of figures, drawn: learning curves, or recall against rate where it holds both, or its
 * ratios.
 */
@Command(
        name = "plot",
        description = "Draw what `osler bench bars --json` printed: ratios, recall against rate, or learning curves.",
        mixinStandardHelpOptions = true)
public final class PlotCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FIGURES.jsonl", description = "What bars --json printed.")
    private Path figures;

    @Option(names = "-o", required = true, paramLabel = "FILE.svg", description = "The drawing.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        List<String> lines = Files.readAllLines(figures);
        Map<String, List<LearningPlot.Point>> learning = LearningPlot.lines(spreads(lines));
        if (!learning.isEmpty()) {
            Files.writeString(file, LearningPlot.svg(learning));
            return 0;
        }
        List<CurvePlot.Point> curve = CurvePlot.points(byName(lines));
        if (!curve.isEmpty()) {
            Files.writeString(file, CurvePlot.svg(curve));
            return 0;
        }
        List<RatioPlot.Row> rows = rows(lines);
        if (rows.isEmpty()) {
            System.err.println(
                    "osler bench plot: %s holds neither a ratio (unit x) nor recall with its rate nor a learning curve"
                            .formatted(figures));
            return 2;
        }
        Files.writeString(file, RatioPlot.svg(rows));
        return 0;
    }

    private static Stream<JsonNode> figures(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("{")).map(JsonMapper.shared()::readTree);
    }

    static Map<String, Double> byName(List<String> lines) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures(lines)
                .filter(json -> json.path("figure").isNumber())
                .forEach(json -> figures.put(
                        json.path("name").asString(""), json.path("figure").asDouble()));
        return figures;
    }

    static Map<String, Spread> spreads(List<String> lines) {
        Map<String, Spread> figures = new LinkedHashMap<>();
        figures(lines)
                .filter(json -> json.path("figure").isNumber())
                .forEach(json -> figures.put(
                        json.path("name").asString(""),
                        new Spread(
                                json.path("figure").asDouble(),
                                json.path("least").asDouble(),
                                json.path("most").asDouble())));
        return figures;
    }

    static List<RatioPlot.Row> rows(List<String> lines) {
        return figures(lines)
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
