package io.osler.ner.task;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Tasks by name: the built-in ones, and YAML files of the same shape that users write.
 *
 * <pre>
 * name: disease
 * domain: biomedical
 * labels:
 *   - name: disease
 *     definition: A disorder ...
 *     rule: Leave out the article ...
 * examples: disease.examples.jsonl     beside the file; a line is {"text": ..., "mentions": [{"begin", "end", "type"}]}
 * </pre>
 */
public final class Tasks {
    /** What {@code --task} takes, the default first. */
    public static final List<String> BUILT_IN = List.of("clinical", "disease");

    private Tasks() {}

    /** A built-in task by name, or a YAML file by path. */
    public static Task find(String nameOrFile) {
        if (BUILT_IN.contains(nameOrFile)) {
            return read(nameOrFile + ".yaml", Tasks::resource);
        }
        Path file = Path.of(nameOrFile);
        if (Files.isRegularFile(file)) {
            return read(file.getFileName().toString(), name -> Files.readString(file.resolveSibling(name)));
        }
        throw new IllegalArgumentException(
                "task is '%s', expected one of %s or a YAML file".formatted(nameOrFile, BUILT_IN));
    }

    @FunctionalInterface
    private interface Source {
        String text(String name) throws IOException;
    }

    private static Task read(String name, Source source) {
        try {
            JsonNode yaml = YAMLMapper.shared().readTree(source.text(name));
            List<Label> labels = yaml.path("labels")
                    .valueStream()
                    .map(label -> new Label(
                            required(name, label, "name"),
                            required(name, label, "definition"),
                            required(name, label, "rule")))
                    .toList();
            String examples = required(name, yaml, "examples");
            return new Task(
                    required(name, yaml, "name"),
                    required(name, yaml, "domain"),
                    labels,
                    examples(examples, source.text(examples)));
        } catch (JacksonException e) {
            throw invalid(name, "not readable (%s)".formatted(e.getOriginalMessage()), e);
        } catch (IllegalArgumentException | IOException e) {
            throw invalid(name, e.getMessage(), e);
        }
    }

    private static List<AnnotatedText> examples(String file, String lines) {
        List<AnnotatedText> examples = new ArrayList<>();
        int number = 0;
        for (String line : lines.split("\n")) {
            number++;
            if (!line.isBlank()) {
                examples.add(
                        example(file + ", line " + number, JsonMapper.shared().readTree(line)));
            }
        }
        return examples;
    }

    private static AnnotatedText example(String place, JsonNode json) {
        List<Mention> mentions = json.path("mentions")
                .valueStream()
                .map(mention -> Mention.gold(
                        mention.path("begin").asInt(-1),
                        mention.path("end").asInt(-1),
                        required(place, mention, "type")))
                .toList();
        return new AnnotatedText(required(place, json, "text"), mentions);
    }

    private static String required(String place, JsonNode node, String field) {
        if (!node.path(field).isString()) {
            throw invalid(place, "'%s' is missing or not text".formatted(field), null);
        }
        return node.path(field).asString();
    }

    private static NerException invalid(String place, String message, Exception cause) {
        return new NerException(NerException.Code.TASK_INVALID, "task " + place, message, cause);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Tasks.class.getResourceAsStream("/io/osler/ner/task/" + name)) {
            if (stream == null) {
                throw new IOException("no built-in file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
