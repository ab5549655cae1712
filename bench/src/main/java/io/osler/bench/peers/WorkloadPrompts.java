package io.osler.bench.peers;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.prompt.Marks;
import io.osler.ner.prompt.Tanl;
import io.osler.ner.prompt.TanlPrompt;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The workload every engine is timed on: 16 examples and 200 sentences, all invented, and the prompt texts Osler itself
 * builds from them. {@link #main} writes these for the peers, one JSON object a line:
 *
 * <pre>
 * prefix  what all prompts begin with: instruction, label cards, examples, "Text:"
 * tail    the sentence's own part; what is to be written follows it
 * text    the sentence
 * gold    its marked copy
 * </pre>
 */
public final class WorkloadPrompts {
    private static final int EXAMPLES = 16;
    private static final String RESOURCE = "/io/osler/bench/workload/sentences.jsonl";

    private WorkloadPrompts() {}

    /** The first lines of the workload: what prompts show, in this order. */
    public static List<AnnotatedText> examples() {
        return read().subList(0, EXAMPLES);
    }

    /** The rest: what is to be annotated, with gold mentions. */
    public static List<AnnotatedText> sentences() {
        List<AnnotatedText> all = read();
        return all.subList(EXAMPLES, all.size());
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "%d arguments, expected one: the file to write".formatted(arguments.length));
        }
        try (Writer out = Files.newBufferedWriter(Path.of(arguments[0]))) {
            write(out);
        }
    }

    static void write(Writer out) throws IOException {
        Task task = Tasks.find("clinical");
        String prefix = TanlPrompt.head(task, examples(), Marks.DEFAULT);
        for (AnnotatedText sentence : sentences()) {
            String line = JsonMapper.shared()
                    .createObjectNode()
                    .put("prefix", prefix)
                    .put("tail", TanlPrompt.tail(sentence.text()))
                    .put("text", sentence.text())
                    .put("gold", Tanl.encode(sentence, Marks.DEFAULT))
                    .toString();
            out.write(line + "\n");
        }
    }

    private static List<AnnotatedText> read() {
        InputStream stream = WorkloadPrompts.class.getResourceAsStream(RESOURCE);
        if (stream == null) {
            throw new IllegalStateException("no resource %s on the class path".formatted(RESOURCE));
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().map(WorkloadPrompts::annotated).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AnnotatedText annotated(String line) {
        JsonNode json = JsonMapper.shared().readTree(line);
        List<Mention> mentions = json.get("mentions")
                .valueStream()
                .map(mention -> Mention.gold(
                        mention.get("begin").asInt(),
                        mention.get("end").asInt(),
                        mention.get("type").asString()))
                .toList();
        return new AnnotatedText(json.get("text").asString(), mentions);
    }
}
