package io.osler.bench.peers;

import io.osler.ner.AnnotatedText;
import io.osler.ner.prompt.Marks;
import io.osler.ner.prompt.Tanl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the Java peers share: the prompts, the score, one JSON line per figure.
 *
 * @param facts   what every line says about the peer
 * @param prompts of one prefix, in the order of the file
 * @param repeats runs of which a line gives median, least and most
 */
record PeerJob(Map<String, Object> facts, List<Prompt> prompts, int repeats) {
    /** A marked copy is the sentence and a few marks; an answer this much longer than the tail has gone astray. */
    static final int OUTPUT_TOKENS_BEYOND_TAIL = 40;

    /** A line of the file that {@link WorkloadPrompts} writes. */
    record Prompt(String prefix, String tail, String text, String gold) {}

    /** @throws IllegalArgumentException when the file holds no prompts */
    static List<Prompt> read(Path file, int count) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            List<Prompt> prompts = lines.limit(count).map(PeerJob::prompt).toList();
            if (prompts.isEmpty()) {
                throw new IllegalArgumentException(
                        "no prompts in %s, expected the lines WorkloadPrompts writes".formatted(file));
            }
            return prompts;
        }
    }

    String prefix() {
        return prompts.getFirst().prefix();
    }

    /** Measures {@code rate}, leaving out the first run, which warms the JVM. */
    void measure(String figure, String unit, DoubleSupplier rate, Map<String, Object> more) {
        double[] rates = DoubleStream.generate(rate).limit(repeats + 1).skip(1).toArray();
        report(figure, unit, rates, more);
    }

    void report(String figure, String unit, double[] values, Map<String, Object> more) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        ObjectNode line = JsonMapper.shared().createObjectNode().put("figure", figure);
        line.put("median", rounded(median(sorted)))
                .put("min", rounded(sorted[0]))
                .put("max", rounded(sorted[sorted.length - 1]));
        line.put("repeats", values.length).put("unit", unit);
        facts.forEach((name, value) -> line.putPOJO(name, value));
        more.forEach((name, value) -> line.putPOJO(name, value));
        line.put("java", Runtime.version().toString());
        line.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println(line);
        System.out.flush();
    }

    /** F1 of exact spans, and the share of answers that copy their text; one that is no copy counts with no mention. */
    Map<String, Object> score(List<String> answers) {
        int right = 0;
        int said = 0;
        int gold = 0;
        int copies = 0;
        for (int i = 0; i < answers.size(); i++) {
            AnnotatedText expected = Tanl.decode(prompts.get(i).gold(), Marks.DEFAULT);
            gold += expected.mentions().size();
            AnnotatedText answer = decoded(answers.get(i).strip());
            if (answer.text().equals(prompts.get(i).text())) {
                copies++;
                said += answer.mentions().size();
                Set<Object> common = new HashSet<>(answer.mentions());
                common.retainAll(new HashSet<>(expected.mentions()));
                right += common.size();
            }
        }
        double f1 = 2.0 * right / Math.max(1, said + gold);
        return Map.of("f1", rounded(f1), "copies", rounded((double) copies / answers.size()));
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static AnnotatedText decoded(String answer) {
        try {
            return Tanl.decode(answer, Marks.DEFAULT);
        } catch (IllegalArgumentException e) {
            return new AnnotatedText("", List.of());
        }
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static Prompt prompt(String line) {
        JsonNode json = JsonMapper.shared().readTree(line);
        return new Prompt(
                json.get("prefix").asString(),
                json.get("tail").asString(),
                json.get("text").asString(),
                json.get("gold").asString());
    }
}
