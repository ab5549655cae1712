package io.osler.ner.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds headings. Three shapes count:
 *
 * <ul>
 *   <li>a known name before a colon, text after it or not: "PMH: HTN", "Assessment/Plan:", "Labs on admission:";
 *   <li>a known name alone on its line, first letter a capital: "Medications";
 *   <li>any name in capitals or title case, alone on its line before a colon: "FALL RISK:", "Wound Care:".
 * </ul>
 *
 * Known names and what they stand for are in {@code headings.txt}. Immutable.
 */
final class Headings {
    static final Headings BUILT_IN = new Headings(WordLists.read("headings.txt"));

    private static final int LENGTH_MAX = 60;
    private static final int TITLE_WORDS_MAX = 6;
    private static final String DECORATION = "#*=_";
    /** Most marks that belong to a heading behind its colon; more of them are a drawn rule. */
    private static final int DECORATION_MAX = 6;

    private static final Set<String> SMALL_WORDS =
            Set.of("of", "and", "the", "on", "at", "to", "in", "for", "with", "by", "or", "from", "&", "/", "-");
    /** A known name may go on from here: "medications on discharge", "labs this morning". */
    private static final List<String> TAILS = List.of(
            " on ", " at ", " during ", " upon ", " prior ", " before ", " after ", " this ", " for ", " by ", " (");

    private final Map<String, String> canonicalNames = new HashMap<>();

    private Headings(Map<String, List<String>> lists) {
        lists.forEach((name, others) -> {
            canonicalNames.put(name, name);
            others.forEach(other -> canonicalNames.put(other, name));
        });
    }

    /** A heading at the begin of a line, up to {@code end}, its colon and decoration included. */
    record Heading(int end, String name) {}

    /** The heading that opens this line, if one does. */
    Optional<Heading> at(String note, Line line) {
        if (line.isBlank() || !startsLikeHeading(note, line)) {
            return Optional.empty();
        }
        int colon = colon(note, line);
        if (colon < 0) {
            return standingAlone(note, line);
        }
        int end = endOfDecoration(note, colon + 1, line.end());
        String written = note.substring(line.begin(), colon);
        String key = key(written);
        if (isSingleLetter(key) && startsWithDigit(note, end, line.end())) {
            return Optional.empty(); // "P: 80" is a pulse, no plan
        }
        Optional<String> known = knownBeforeColon(key);
        if (known.isPresent()) {
            return known.map(name -> new Heading(end, name));
        }
        boolean title = end == line.end() && (isCapitals(written) || isTitleCase(written));
        return title ? Optional.of(new Heading(end, key)) : Optional.empty();
    }

    private Optional<Heading> standingAlone(String note, Line line) {
        if (line.end() - line.begin() > LENGTH_MAX) {
            return Optional.empty();
        }
        String written = note.substring(line.begin(), line.end());
        String key = key(written);
        boolean capital = !isSingleLetter(key)
                && written.chars().filter(Character::isLetter).limit(1).anyMatch(Character::isUpperCase);
        return capital ? known(key).map(name -> new Heading(line.end(), name)) : Optional.empty();
    }

    private Optional<String> knownBeforeColon(String key) {
        Optional<String> whole = known(key);
        return whole.isPresent()
                ? whole
                : TAILS.stream()
                        .flatMap(tail -> knownWithTail(key, tail).stream())
                        .findFirst();
    }

    private Optional<String> knownWithTail(String key, String tail) {
        int at = key.indexOf(tail);
        return at > 1 ? known(key.substring(0, at)) : Optional.empty();
    }

    /** The canonical name of a key, or of all its parts: "disposition and diet" is known where both are. */
    private Optional<String> known(String key) {
        String name = canonicalNames.get(key);
        if (name != null) {
            return Optional.of(name);
        }
        List<String> parts = Arrays.stream(
                        key.replace("/", " and ").replace(",", " and ").split(" and "))
                .map(String::strip)
                .map(part -> canonicalNames.getOrDefault(part, ""))
                .toList();
        return parts.size() < 2 || parts.contains("") ? Optional.empty() : Optional.of(String.join(" and ", parts));
    }

    /** Lower case, decoration off, white space squeezed, "&" written out. */
    private static String key(String written) {
        StringBuilder key = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            boolean white = Whitespace.isWhite(c) || DECORATION.indexOf(c) >= 0;
            if (!white) {
                key.append(c == '&' ? " and " : String.valueOf(c));
            } else if (!key.isEmpty() && key.charAt(key.length() - 1) != ' ') {
                key.append(' ');
            }
        }
        return key.toString().strip().replace("  ", " ").replace(" / ", "/").toLowerCase(Locale.ROOT);
    }

    /** A letter or decoration before it; "- Medications" is an item of a list. */
    private static boolean startsLikeHeading(String note, Line line) {
        char first = note.charAt(line.begin());
        boolean mark = DECORATION.indexOf(first) >= 0 && (first == '#' || !ListMarkers.opens(note, line));
        return Character.isLetter(first) || mark;
    }

    /** Index of the first colon that is not part of a time, or -1. */
    private static int colon(String note, Line line) {
        int last = Math.min(line.end(), line.begin() + LENGTH_MAX);
        for (int i = line.begin() + 1; i < last; i++) {
            if (note.charAt(i) == ':' && !isInTime(note, i, line.end())) {
                return Characters.endsAfterMark(note, i + 1) ? i : -1;
            }
        }
        return -1;
    }

    private static boolean isInTime(String note, int colon, int end) {
        return colon + 1 < end
                && Character.isDigit(note.charAt(colon - 1))
                && Character.isDigit(note.charAt(colon + 1));
    }

    private static int endOfDecoration(String note, int from, int end) {
        int i = from;
        while (i < end && i - from < DECORATION_MAX && DECORATION.indexOf(note.charAt(i)) >= 0) {
            i++;
        }
        return Characters.endsAfterMark(note, i) ? i : from;
    }

    private static boolean isSingleLetter(String key) {
        return key.length() == 1;
    }

    private static boolean startsWithDigit(String note, int from, int end) {
        int i = Whitespace.skip(note, from, end);
        return i < end && Character.isDigit(note.charAt(i));
    }

    private static boolean isCapitals(String written) {
        long letters = written.chars().filter(Character::isLetter).count();
        return letters > 1 && written.chars().noneMatch(Character::isLowerCase);
    }

    private static boolean isTitleCase(String written) {
        List<String> words = Arrays.stream(written.split("[\\s/]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        return !words.isEmpty()
                && words.size() <= TITLE_WORDS_MAX
                && words.stream().allMatch(word -> SMALL_WORDS.contains(word) || startsWithCapital(word));
    }

    private static boolean startsWithCapital(String word) {
        return Character.isUpperCase(word.charAt(0)) || DECORATION.indexOf(word.charAt(0)) >= 0;
    }
}
