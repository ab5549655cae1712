package io.osler.ner.prompt;

import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a dictionary says of the terms of a text, as lines of a prompt: few, short, and none about a kind of thing that
 * the task does not ask for, since long blocks hurt more than they help.
 *
 * <pre>
 * Dictionary facts about terms of the text, as hints only:
 * - {term}: {semantic type}[; {definition}]
 * </pre>
 */
public final class KnowledgeLines {
    /** Lines of one block. */
    public static final int LINES_MAX = 12;

    private static final int DEFINITION_WORDS_MAX = 25;
    private static final PromptTemplate TEMPLATE = PromptTemplate.named("knowledge");

    private final Task task;
    private final boolean definitions;
    private final int linesMax;

    /** @param definitions whether lines carry definitions where the dictionary has one */
    public KnowledgeLines(Task task, boolean definitions, int linesMax) {
        if (linesMax < 1) {
            throw new IllegalArgumentException("linesMax is %d, expected at least 1".formatted(linesMax));
        }
        this.task = task;
        this.definitions = definitions;
        this.linesMax = linesMax;
    }

    /**
     * One thing that a term may stand for.
     *
     * @param types      semantic types, by code or by name
     * @param definition one sentence, if there is one
     */
    public record Meaning(Set<String> types, Optional<String> definition) {}

    /**
     * A term of the text with what it may stand for.
     *
     * @param term     as it stands in the text
     * @param meanings the likeliest first
     */
    public record KnownTerm(String term, List<Meaning> meanings) {}

    /** The block before a sentence; empty when there is nothing to say. */
    public String block(List<KnownTerm> terms) {
        return filled("block", terms);
    }

    /** The block of terms that an answer does not name; empty when there are none. */
    public String missed(List<KnownTerm> terms) {
        return filled("missed", terms);
    }

    private String filled(String section, List<KnownTerm> terms) {
        List<String> lines = lines(terms);
        return lines.isEmpty() ? "" : TEMPLATE.fill(section, Map.of("lines", String.join("\n", lines)));
    }

    /** One line for each term of which some meaning fits a label, in order, each term once. */
    List<String> lines(List<KnownTerm> terms) {
        List<String> lines = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (KnownTerm term : terms) {
            if (lines.size() < linesMax && !said.contains(key(term))) {
                line(term).ifPresent(line -> {
                    lines.add(line);
                    said.add(key(term));
                });
            }
        }
        return lines;
    }

    private static String key(KnownTerm term) {
        return term.term().toLowerCase(Locale.ROOT);
    }

    private Optional<String> line(KnownTerm term) {
        for (Meaning meaning : term.meanings()) {
            Optional<String> kind = meaning.types().stream()
                    .sorted()
                    .flatMap(type -> kind(type).stream())
                    .findFirst();
            if (kind.isPresent()) {
                Optional<String> definition = definitions ? meaning.definition() : Optional.empty();
                return Optional.of(TEMPLATE.fill(
                        definition.isPresent() ? "defined" : "line",
                        Map.of(
                                "term", term.term(),
                                "kind", kind.get(),
                                "definition",
                                        definition.map(KnowledgeLines::cut).orElse(""))));
            }
        }
        return Optional.empty();
    }

    /** What a type is called, if it fits a label. */
    private Optional<String> kind(String type) {
        return task.labels().stream()
                .filter(label -> label.fits(type))
                .findFirst()
                .map(label -> kind(label, type));
    }

    private static String kind(Label label, String type) {
        return type.equals(label.name()) ? label.noun() : label.semanticTypes().getOrDefault(type, type);
    }

    private static String cut(String definition) {
        String[] words = definition.strip().split("\\s+");
        return words.length <= DEFINITION_WORDS_MAX
                ? String.join(" ", words)
                : String.join(" ", Arrays.copyOf(words, DEFINITION_WORDS_MAX)) + " ...";
    }
}
