package io.osler.bench.speed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the peers of bench/peers have printed: one JSON object a line, in files of one directory.
 *
 * @param figures  lines that give a figure
 * @param problems lines that give none, each by file and number with what was expected
 */
record PeerFigures(List<PeerFigure> figures, List<String> problems) {
    static final PeerFigures NONE = new PeerFigures(List.of(), List.of());

    private static final String FILES = "{llama,llamajvm,hf,jlama}-*.jsonl";

    /**
     * A figure of a peer.
     *
     * @param peer   which engine
     * @param model  file or directory it read
     * @param figure what was measured
     * @param rate   median; per second
     * @param unit   of the rate
     */
    record PeerFigure(String peer, String model, String figure, double rate, String unit) {}

    PeerFigures {
        figures = List.copyOf(figures);
        problems = List.copyOf(problems);
    }

    /** Reads {@code llama-*.jsonl}, {@code llamajvm-*.jsonl}, {@code hf-*.jsonl} and {@code jlama-*.jsonl} of a directory. */
    static PeerFigures read(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, FILES)) {
            found.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        List<PeerFigure> figures = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    String place = "%s, line %d".formatted(file.getFileName(), i + 1);
                    figure(lines.get(i))
                            .ifPresentOrElse(
                                    figures::add,
                                    () -> problems.add(
                                            place
                                                    + ": expected a JSON object with peer, model, figure, unit and a median above 0"));
                }
            }
        }
        return new PeerFigures(figures, problems);
    }

    private static Optional<PeerFigure> figure(String line) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            double rate = json.path("median").asDouble(0);
            PeerFigure figure = new PeerFigure(
                    json.path("peer").asString(""),
                    json.path("model").asString(""),
                    json.path("figure").asString(""),
                    rate,
                    json.path("unit").asString(""));
            boolean whole = rate > 0
                    && !figure.peer.isEmpty()
                    && !figure.model.isEmpty()
                    && !figure.figure.isEmpty()
                    && !figure.unit.isEmpty();
            return whole ? Optional.of(figure) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty(); // cut off while it was written, for instance
        }
    }

    /** The fastest a peer was at one of the figures, in whatever setting, with files of that model. */
    Optional<PeerFigure> best(String peer, String model, List<String> wanted) {
        return figures.stream()
                .filter(figure -> figure.peer.equals(peer) && wanted.contains(figure.figure))
                .filter(figure -> plain(figure.model).contains(plain(model)))
                .max(Comparator.comparingDouble(PeerFigure::rate));
    }

    /** Letters and digits alone: {@code SmolLM2-135M-Instruct.Q4_1.gguf} is of {@code smollm2-135m-instruct}. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
