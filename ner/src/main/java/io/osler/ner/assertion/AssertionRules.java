package io.osler.ner.assertion;

import io.osler.ner.NerException;
import io.osler.ner.files.Utf8Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which phrases say what. Immutable, for any number of threads.
 *
 * @see RuleFile
 */
public final class AssertionRules {
    private static final String RESOURCE = "assertion-rules.tsv";

    /** English clinical notes. */
    public static final AssertionRules BUILT_IN = builtIn();

    private final PhraseTrie phrases;
    private final Map<String, Set<Modifier>> sections;

    private AssertionRules(PhraseTrie phrases, Map<String, Set<Modifier>> sections) {
        this.phrases = phrases;
        this.sections = sections;
    }

    /**
     * The built-in rules and those of a file. A phrase that stands in both means what the file says and nothing else.
     *
     * @throws NerException {@code INPUT_MISSING}, {@code INPUT_UNREADABLE}, {@code RULES_INVALID} with the line
     */
    public static AssertionRules extended(Path file) {
        PhraseTrie phrases = new PhraseTrie();
        Map<String, Set<Modifier>> sections = new HashMap<>(RuleFile.read(RESOURCE, resource(), phrases));
        PhraseTrie own = new PhraseTrie();
        sections.putAll(RuleFile.read(file.toString(), Utf8Text.read(file), own));
        phrases.replaceBy(own);
        return new AssertionRules(phrases, sections);
    }

    /** Only the rules of a file. */
    public static AssertionRules only(Path file) {
        PhraseTrie phrases = new PhraseTrie();
        return new AssertionRules(phrases, RuleFile.read(file.toString(), Utf8Text.read(file), phrases));
    }

    PhraseTrie phrases() {
        return phrases;
    }

    /** What a section says of the mentions in it; of "assessment and plan" what both names say. */
    Set<Modifier> ofSection(String name) {
        Set<Modifier> whole = sections.get(name);
        if (whole != null) {
            return whole;
        }
        return Arrays.stream(name.split(" and "))
                .flatMap(part -> sections.getOrDefault(part, Set.of()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Modifier.class)));
    }

    private static AssertionRules builtIn() {
        PhraseTrie phrases = new PhraseTrie();
        return new AssertionRules(phrases, RuleFile.read(RESOURCE, resource(), phrases));
    }

    private static String resource() {
        try (InputStream in = AssertionRules.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource %s is missing from the build".formatted(RESOURCE));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
