package io.osler.ner.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other names for the same thing by the words they exchange ({@code breast cancer}, {@code breast neoplasm}), by the word it leaves out, the parts
 * of a list ({@code breast and ovarian cancer}), and words a name may lack ({@code sporadic}). The words are those of
 * {@code equivalents.txt}. Immutable, for any number of threads.
 */
final class NameVariants {
    /** Most ways to exchange the words of one name; longer names are left as they are from there on. */
    private static final int EXCHANGES_MAX = 48;

    private static final double EXCHANGED = 0.9;
    private static final double COMPLETED = 0.85;
    private static final double PART_OF_A_LIST = 0.85;
    private static final double SHORTENED = 0.7;
    /** Factor from a word of a class to the next. */
    private static final double NEXT_WORD = 0.99;

    /** What a short name may leave out at its end: {@code von Willebrand}. */
    private static final List<String> KINDS = List.of("disease", "syndrome", "disorder");

    private static final Pattern LIST = Pattern.compile(
            "(?<first>.+?)(?:\\s*,|\\s*/|\\s+and/or|\\s+and|\\s+or)\\s+(?<rest>.+)" + "|(?<left>\\S+)/(?<right>.+)");
    private static final Pattern GAP = Pattern.compile("[\\s-]+");

    static final NameVariants BUILT_IN = read("/io/osler/ner/link/equivalents.txt");

    private final Map<String, List<String>> classes;
    private final Set<String> dispensable;

    private NameVariants(Map<String, List<String>> classes, Set<String> dispensable) {
        this.classes = classes;
        this.dispensable = dispensable;
    }

    /**
     * Another way to write a name.
     *
     * @param name   to look up
     * @param likely factor for the score of what is found, below 1
     */
    record Variant(String name, double likely) {}

    /** The likeliest first, without the name itself. */
    List<Variant> of(String name) {
        Map<String, Double> variants = new LinkedHashMap<>();
        List<String> words = words(name);
        exchanges(words, EXCHANGED, variants);
        KINDS.forEach(kind -> variants.putIfAbsent(String.join(" ", words) + " " + kind, COMPLETED));
        for (List<String> part : partsOfList(name)) {
            variants.putIfAbsent(String.join(" ", part), PART_OF_A_LIST);
            exchanges(part, PART_OF_A_LIST * EXCHANGED, variants);
        }
        for (List<String> shorter : shortened(words)) {
            variants.putIfAbsent(String.join(" ", shorter), SHORTENED);
            exchanges(shorter, SHORTENED * EXCHANGED, variants);
        }
        variants.remove(String.join(" ", words));
        return variants.entrySet().stream()
                .map(variant -> new Variant(variant.getKey(), variant.getValue()))
                .toList();
    }

    private record Way(List<String> words, double likely) {
        Way then(String word, double factor) {
            List<String> longer = new ArrayList<>(words);
            longer.add(word);
            return new Way(longer, likely * factor);
        }
    }

    private void exchanges(List<String> words, double likely, Map<String, Double> into) {
        List<Way> ways = List.of(new Way(List.of(), likely));
        for (String word : words) {
            List<String> same = classes.getOrDefault(singular(word), List.of());
            List<Way> longer = new ArrayList<>();
            for (Way way : ways) {
                longer.add(way.then(word, 1));
            }
            if (ways.size() * (same.size() + 1) <= EXCHANGES_MAX) {
                for (Way way : ways) {
                    for (int i = 0; i < same.size(); i++) {
                        // Words that stand first in their class are the usual ones of vocabularies.
                        longer.add(way.then(same.get(i), Math.pow(NEXT_WORD, i)));
                    }
                }
            }
            ways = longer;
        }
        ways.forEach(way -> into.merge(String.join(" ", way.words()), way.likely(), Math::max));
    }

    /** {@code breast cancer} and {@code ovarian cancer} of {@code breast and ovarian cancer}; the last part first. */
    private static List<List<String>> partsOfList(String name) {
        List<List<String>> parts = new ArrayList<>();
        String rest = name.strip();
        for (Matcher list = LIST.matcher(rest); list.matches(); list = LIST.matcher(rest)) {
            boolean slash = list.group("left") != null;
            rest = slash ? list.group("right") : list.group("rest");
            List<String> after = words(rest);
            List<String> first = new ArrayList<>(words(slash ? list.group("left") : list.group("first")));
            parts.add(List.copyOf(first));
            first.add(after.getLast());
            parts.add(first);
        }
        if (!parts.isEmpty()) {
            parts.addFirst(words(rest));
        }
        return parts;
    }

    /** Without all dispensable words, then without each of them alone, then without the first words one by one. */
    private List<List<String>> shortened(List<String> words) {
        List<List<String>> shorter = new ArrayList<>();
        List<String> needed = words.stream()
                .filter(word -> !dispensable.contains(singular(word)))
                .toList();
        for (int i = 0; i < words.size(); i++) {
            if (dispensable.contains(singular(words.get(i)))) {
                List<String> without = new ArrayList<>(words);
                without.remove(i);
                shorter.add(without);
            }
        }
        shorter.add(needed);
        return shorter.stream()
                .filter(list -> !list.isEmpty() && list.size() < words.size())
                .toList();
    }

    private static List<String> words(String name) {
        return Arrays.stream(GAP.split(name.toLowerCase(Locale.ROOT).strip()))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String singular(String word) {
        if (word.endsWith("ies") && word.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean plural = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is");
        return plural && word.length() > 3 ? word.substring(0, word.length() - 1) : word;
    }

    private static NameVariants read(String resource) {
        Map<String, List<String>> classes = new HashMap<>();
        Set<String> dispensable = new HashSet<>();
        try (InputStream stream = NameVariants.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                if (line.startsWith("-")) {
                    dispensable.addAll(words(line.substring(1)));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> same = words(line);
                    same.forEach(word -> classes.putIfAbsent(word, same));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NameVariants(Map.copyOf(classes), Set.copyOf(dispensable));
    }
}
