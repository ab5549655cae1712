package io.osler.kb.source;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The places of MeSH descriptors in its trees. A descriptor stands at several; what stands one part of a number above it
 * is its parent. Since parents may come later, they are told at the end. Holds all tree numbers, some 60,000.
 */
final class MeshTree {
    private static final Pattern NUMBER = Pattern.compile("[A-Z]\\d{2}(?:\\.\\d+)*");

    private final Map<String, String> idAt = new HashMap<>();
    private final Map<String, Set<String>> numbersOf = new LinkedHashMap<>();

    /** Notes that a descriptor stands at a number, and tells the category as its type. */
    void add(String id, String number, Place place, Telling telling) {
        if (!NUMBER.matcher(number).matches()) {
            throw place.malformed("the tree number " + Place.excerpt(number), "one such as C04.588.180");
        }
        idAt.put(number, id);
        numbersOf.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(number);
        category(number.charAt(0)).ifPresent(category -> telling.type(id, category));
    }

    void tellParents(Telling telling) {
        numbersOf.forEach((id, numbers) -> {
            Set<String> parents = new LinkedHashSet<>();
            for (String number : numbers) {
                int point = number.lastIndexOf('.');
                if (point > 0 && idAt.containsKey(number.substring(0, point))) {
                    parents.add(idAt.get(number.substring(0, point)));
                }
            }
            parents.remove(id);
            parents.forEach(parent -> telling.parent(id, parent));
        });
    }

    /** The sixteen categories of MeSH, by the letter their tree numbers begin with. */
    private static Optional<String> category(char letter) {
        return Optional.ofNullable(
                switch (letter) {
                    case 'A' -> "Anatomy";
                    case 'B' -> "Organisms";
                    case 'C' -> "Diseases";
                    case 'D' -> "Chemicals and Drugs";
                    case 'E' -> "Analytical, Diagnostic and Therapeutic Techniques, and Equipment";
                    case 'F' -> "Psychiatry and Psychology";
                    case 'G' -> "Phenomena and Processes";
                    case 'H' -> "Disciplines and Occupations";
                    case 'I' -> "Anthropology, Education, Sociology, and Social Phenomena";
                    case 'J' -> "Technology, Industry, and Agriculture";
                    case 'K' -> "Humanities";
                    case 'L' -> "Information Science";
                    case 'M' -> "Named Groups";
                    case 'N' -> "Health Care";
                    case 'V' -> "Publication Characteristics";
                    case 'Z' -> "Geographicals";
                    default -> null;
                });
    }
}
