package io.osler.ner.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a question, from a file of the program: sections behind lines {@code ## name}, in them places to fill in,
 * {@code {domain}}. Braces around anything else are text. A change of wording is a change of that file, and of the
 * {@link PromptHash}.
 */
final class PromptTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)\\}");
    private static final String SECTION = "## ";
    private static final Map<String, PromptTemplate> READ = new ConcurrentHashMap<>();

    private final Map<String, String> sections;

    private PromptTemplate(Map<String, String> sections) {
        this.sections = sections;
    }

    /** @param name of the file, without its ending */
    static PromptTemplate named(String name) {
        return READ.computeIfAbsent(name, PromptTemplate::read);
    }

    private static PromptTemplate read(String name) {
        try (InputStream stream = PromptTemplate.class.getResourceAsStream("/io/osler/ner/prompt/" + name + ".txt")) {
            if (stream == null) {
                throw new IllegalStateException("no prompt file " + name);
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PromptTemplate parse(String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : text.split("(?m)^" + SECTION)) {
            int end = part.indexOf('\n');
            if (end > 0) {
                sections.put(part.substring(0, end), part.substring(end + 1).stripTrailing());
            }
        }
        return new PromptTemplate(sections);
    }

    /** A section's text; empty when the file has none of that name. */
    String section(String name) {
        return sections.getOrDefault(name, "");
    }

    List<String> lines(String name) {
        return section(name).lines().toList();
    }

    String fill(String name, Map<String, String> values) {
        return filled(section(name), values);
    }

    /** Fills all places in one go: what is filled in is never read as a place again. */
    static String filled(String template, Map<String, String> values) {
        Matcher places = PLACE.matcher(template);
        return places.replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
