package io.osler.ner.prompt;

import io.osler.ner.AnnotatedText;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts a question together from its {@link PromptTemplate}. */
final class PromptText {
    private static final String PLACE_OF_TEXT = "{text}";

    private final PromptTemplate template;
    private final Map<String, String> words;

    /** @param formatWords what the format has to say, such as how a mark looks */
    PromptText(PromptTemplate template, Task task, Map<String, String> formatWords) {
        this.template = template;
        this.words = new HashMap<>(formatWords);
        words.put("domain", task.domain());
        words.put("types", task.types());
        words.put("labels", String.join(", ", task.labelNames()));
        words.put("cards", task.labels().stream().map(this::card).collect(Collectors.joining("\n")));
    }

    private String card(Label label) {
        return template.fill(
                        "card", Map.of("type", label.name(), "definition", label.definition(), "rule", label.rule()))
                .stripTrailing();
    }

    /**
     * @param knowledge a block of its own before the sentence; empty for none
     * @param answer    how an example's answer is written
     */
    Prompt prompt(
            List<AnnotatedText> examples, String knowledge, String sentence, Function<AnnotatedText, String> answer) {
        StringBuilder shared = new StringBuilder(task());
        for (AnnotatedText example : examples) {
            shared.append(template.fill("example", Map.of("text", example.text(), "answer", answer.apply(example))))
                    .append("\n\n");
        }
        Prompt asked = query(sentence, Map.of());
        return knowledge.isEmpty()
                ? new Prompt(asked.system(), shared + asked.shared(), asked.own(), asked.cue())
                : new Prompt(
                        asked.system(),
                        shared.toString(),
                        knowledge + "\n\n" + asked.shared() + asked.own(),
                        asked.cue());
    }

    /**
     * A question without examples that shows more than the sentence.
     *
     * @param values what it shows, by place
     */
    Prompt prompt(String sentence, Map<String, String> values) {
        Prompt asked = query(sentence, values);
        return new Prompt(asked.system(), task() + asked.shared(), asked.own(), asked.cue());
    }

    private String task() {
        return template.fill("task", words) + "\n\n";
    }

    /** The query alone, cut before the sentence, lines with nothing to say left out. */
    private Prompt query(String sentence, Map<String, String> values) {
        String query = template.section("query");
        int place = query.indexOf(PLACE_OF_TEXT);
        // A space before the text belongs to it: tokenizers cut before a space, not behind it.
        int cut = place > 0 && query.charAt(place - 1) == ' ' ? place - 1 : place;
        Map<String, String> all = new HashMap<>(words);
        all.putAll(values);
        all.put("text", sentence);
        return new Prompt(
                template.fill("system", words),
                query.substring(0, cut),
                PromptTemplate.filled(query.substring(cut), all).replaceAll("\n{2,}", "\n"),
                !query.endsWith(PLACE_OF_TEXT));
    }

    /** Names the words of every question of this kind. */
    String hash(String exampleAnswer) {
        return PromptHash.of(
                template.fill("system", words),
                template.fill("task", words),
                template.fill("example", Map.of("answer", exampleAnswer)),
                template.section("query"));
    }

    /** What a model that goes on behind its answer would write next. */
    List<String> stops() {
        String next = template.section("query").lines().findFirst().orElse("");
        int place = next.indexOf(PLACE_OF_TEXT);
        String cue = place < 0 ? next : next.substring(0, place).strip();
        return cue.isEmpty() ? List.of("\n\n") : List.of("\n" + cue);
    }
}
