package io.osler.ner.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Word lists of this package: resources of lines {@code name: word; word; ...}, with {@code #} before a remark. */
final class WordLists {
    private WordLists() {}

    /** Name to words, both in file order; a name may stand on several lines, its words are then joined. */
    static Map<String, List<String>> read(String resource) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lines(resource).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .forEach(line -> lists.merge(name(resource, line), words(line), WordLists::joined));
        return lists;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = WordLists.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + WordLists.class.getName());
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String resource, String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new IllegalStateException(resource + ": a line without a colon, expected \"name: word; word\"");
        }
        return line.substring(0, colon).strip();
    }

    private static List<String> words(String line) {
        return List.of(line.substring(line.indexOf(':') + 1).split(";")).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
