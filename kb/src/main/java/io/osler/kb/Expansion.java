package io.osler.kb;

import io.osler.kb.search.Abbreviation;
import io.osler.kb.search.NameMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the short forms that a text defines among the names found in it: wherever a short form stands as a whole word, from
 * its definition on, it has the senses of its long form, unless it is part of a longer name.
 */
final class Expansion {
    /**
     * @param from where it is defined: it says nothing of the text before
     */
    private record Defined(String form, int from, List<Sense> meant) {}

    private final SenseFinder senses;
    private final String text;
    private final LookUpOptions lookUp;
    private final List<Abbreviation> defined;

    Expansion(SenseFinder senses, String text, ScanOptions options, List<Abbreviation> defined) {
        this.senses = senses;
        this.text = text;
        this.lookUp = LookUpOptions.DEFAULTS.withTypes(options.types());
        this.defined = defined;
    }

    /** All matches by their places; where two overlap, the longer one, of two as long the short form. */
    List<NameMatch<List<Sense>>> into(List<NameMatch<List<Sense>>> names) {
        List<NameMatch<List<Sense>>> shortForms = shortForms();
        List<NameMatch<List<Sense>>> merged = new ArrayList<>();
        int next = 0;
        for (NameMatch<List<Sense>> name : names) {
            while (next < shortForms.size() && shortForms.get(next).end() <= name.begin()) {
                keep(merged, shortForms.get(next++));
            }
            boolean replaced = false;
            while (next < shortForms.size() && shortForms.get(next).begin() < name.end()) {
                NameMatch<List<Sense>> shortForm = shortForms.get(next);
                if (length(shortForm) < length(name)) {
                    next++;
                } else {
                    replaced = true;
                    break;
                }
            }
            if (!replaced) {
                keep(merged, name);
            }
        }
        while (next < shortForms.size()) {
            keep(merged, shortForms.get(next++));
        }
        return List.copyOf(merged);
    }

    /** Where short forms stand, from left to right; the definition before a place holds. */
    private List<NameMatch<List<Sense>>> shortForms() {
        Map<Integer, List<Defined>> byBeginning = new HashMap<>();
        for (Abbreviation definition : defined) {
            List<Sense> meant = meaning(definition);
            if (!meant.isEmpty()) {
                byBeginning
                        .computeIfAbsent(beginning(definition.shortBegin()), key -> new ArrayList<>())
                        .addFirst(new Defined(definition.shortForm(text), definition.shortBegin(), meant));
            }
        }
        List<NameMatch<List<Sense>>> places = new ArrayList<>();
        boolean[] begins = new boolean[128]; // most words begin like no short form
        byBeginning.keySet().forEach(key -> begins[(key >>> Character.SIZE) % begins.length] = true);
        boolean inside = false;
        for (int at = 0; at + 1 < text.length(); at++) {
            char c = text.charAt(at);
            boolean letter = Character.isLetterOrDigit(c);
            if (letter && !inside && begins[c % begins.length]) {
                longestAt(at, byBeginning.getOrDefault(beginning(at), List.of()))
                        .ifPresent(places::add);
            }
            inside = letter;
        }
        return places;
    }

    /** The longest short form at a place that was defined before; of one defined twice, the last definition. */
    private Optional<NameMatch<List<Sense>>> longestAt(int at, List<Defined> candidates) {
        Defined best = null;
        for (Defined candidate : candidates) {
            boolean longer = best == null || candidate.form.length() > best.form.length();
            if (longer && candidate.from <= at && text.startsWith(candidate.form, at)) {
                best = endsWord(at + candidate.form.length()) ? candidate : best;
            }
        }
        return Optional.ofNullable(best).map(found -> new NameMatch<>(at, at + found.form.length(), found.meant));
    }

    private int beginning(int at) {
        return text.charAt(at) << Character.SIZE | text.charAt(at + 1);
    }

    private boolean endsWord(int at) {
        return at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }

    private List<Sense> meaning(Abbreviation definition) {
        return senses.lookUp(definition.longForm(text), lookUp).stream()
                .map(sense -> new Sense(
                        sense.concept(),
                        sense.id(),
                        sense.preferredName(),
                        sense.matchedName(),
                        sense.kind(),
                        sense.origin(),
                        MatchReason.ABBREVIATION,
                        sense.score() * SenseFinder.base(MatchReason.ABBREVIATION),
                        sense.types()))
                .toList();
    }

    private static int length(NameMatch<?> match) {
        return match.end() - match.begin();
    }

    /** Adds a match unless one before it covers its beginning. */
    private static void keep(List<NameMatch<List<Sense>>> merged, NameMatch<List<Sense>> match) {
        if (merged.isEmpty() || merged.getLast().end() <= match.begin()) {
            merged.add(match);
        }
    }
}
