package io.osler.ner.task;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.select.SelectionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tasks by name: the built-in ones, and YAML files of the same shape that users write.
 *
 * <pre>
 * name: disease
 * domain: biomedical                    word for the kind of text
 * types: diseases or disorders          all labels in running text; if missing, their nouns
 * labels:
 *   - name: disease
 *     noun: disease or disorder         what one is called in a question; if missing, the name
 *     definition: A disorder ...
 *     rule: Leave out the article ...   where mentions begin and end; may be missing
 *     semantic-types: {T047: Disease or Syndrome}     types of a dictionary that fit, by code, with the word to show; if
 *                                                     missing, those of the built-in label of this name
 * examples: disease.examples.jsonl      beside the file; a line is {"text": ..., "mentions": [{"begin", "end", "type"}]};
 *                                       if missing, there are none
 * format: tanl                          tanl, dice, json
 * profile: default                      default, study
 * select: kate:tfidf                    which examples a prompt shows
 * k: 16                                 how many
 * boundary: as-found                    as-found, with-determiners
 * kb: my-kb                             directory of a built knowledge base; if missing, the built-in vocabulary
 * </pre>
 */
public final class Tasks {
    /** What {@code --task} takes, the default first. */
    public static final List<String> BUILT_IN =
            List.of("clinical", "disease", "chemical-disease", "gene", "gene-chemical");

    private static final Set<String> TASK_KEYS = Set.of(
            "name", "domain", "types", "labels", "examples", "format", "profile", "select", "k", "boundary", "kb");
    private static final Set<String> LABEL_KEYS = Set.of("name", "noun", "definition", "rule", "semantic-types");

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

    private static Task read(String file, Source source) {
        try {
            return task(YamlNode.read(source.text(file)), source);
        } catch (YamlNode.Misfit e) {
            throw invalid("%s, line %d".formatted(file, e.line()), e.getMessage(), e);
        } catch (JacksonException e) {
            // The parser's own words name line and column, and show the place, on several lines.
            throw invalid(
                    file,
                    "not readable (%s)".formatted(e.getOriginalMessage().strip().replaceAll("\\s+", " ")),
                    e);
        } catch (IllegalArgumentException | IOException e) {
            throw invalid(file, e.getMessage(), e);
        }
    }

    private static Task task(YamlNode.Mapping yaml, Source source) throws IOException {
        yaml.requireOnly(TASK_KEYS);
        List<Label> labels = yaml.mappings("labels").stream().map(Tasks::label).toList();
        Optional<String> file = yaml.text("examples").filter(name -> !name.isBlank());
        List<AnnotatedText> examples = file.isEmpty() ? List.of() : examples(file.get(), source.text(file.get()));
        return new Task(
                yaml.required("name"),
                yaml.required("domain"),
                yaml.text("types").filter(types -> !types.isBlank()).orElseGet(() -> Task.named(labels)),
                labels,
                examples,
                defaults(yaml));
    }

    private static Label label(YamlNode.Mapping yaml) {
        yaml.requireOnly(LABEL_KEYS);
        String name = yaml.required("name");
        return YamlNode.at(
                yaml.line(),
                () -> new Label(
                        name,
                        yaml.required("definition"),
                        yaml.text("rule").orElse(""),
                        yaml.text("noun").filter(noun -> !noun.isBlank()).orElse(name),
                        yaml.has("semantic-types") ? yaml.texts("semantic-types") : usualTypes(name)));
    }

    /** Those of the first built-in label of this name; built-in labels all say theirs. */
    private static Map<String, String> usualTypes(String label) {
        return BUILT_IN.stream()
                .flatMap(task -> find(task).labels().stream())
                .filter(known -> known.name().equals(label))
                .findFirst()
                .map(Label::semanticTypes)
                .orElse(Map.of());
    }

    private static TaskDefaults defaults(YamlNode.Mapping yaml) {
        TaskDefaults usual = TaskDefaults.DEFAULTS;
        SelectionSpec select = yaml.parsed("select", SelectionSpec::parse).orElse(usual.select());
        return new TaskDefaults(
                yaml.parsed("format", OutputFormat::of).orElse(usual.format()),
                yaml.parsed("profile", PromptProfile::of).orElse(usual.profile()),
                yaml.parsed("k", k -> select.withK(SelectionSpec.count("k", k))).orElse(select),
                yaml.parsed("boundary", BoundaryProfile::of).orElse(usual.boundary()),
                yaml.text("kb").filter(kb -> !kb.isBlank()));
    }

    private static List<AnnotatedText> examples(String file, String lines) {
        List<AnnotatedText> examples = new ArrayList<>();
        int number = 0;
        for (String line : lines.split("\n")) {
            number++;
            if (!line.isBlank()) {
                examples.add(example(file + ", line " + number, line));
            }
        }
        return examples;
    }

    private static AnnotatedText example(String place, String line) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            List<Mention> mentions = json.path("mentions")
                    .valueStream()
                    .map(mention -> Mention.gold(
                            mention.path("begin").asInt(-1),
                            mention.path("end").asInt(-1),
                            required(place, mention, "type")))
                    .toList();
            return new AnnotatedText(required(place, json, "text"), mentions);
        } catch (JacksonException e) {
            throw invalid(place, "not readable (%s)".formatted(e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw invalid(place, e.getMessage(), e);
        }
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
