package io.osler.ner.prompt;

import io.osler.ner.task.PromptProfile;
import java.util.Collection;
import java.util.List;

/**
 * The signs of a form. A text that holds one of them is asked about with another set, and so are its examples, so that
 * mentions and form cannot be confused.
 *
 * @param separator between mentions
 * @param none      where there is no mention
 * @param slot      before the mentions of a unit
 */
record DiceSigns(String separator, String none, String slot) {
    /**
     * The first set none of whose signs stands in the texts.
     *
     * @throws IllegalArgumentException when every set is taken, without quoting the texts
     */
    static DiceSigns absentFrom(PromptProfile profile, Collection<String> texts) {
        List<DiceSigns> sets = PromptTemplate.named(profile + "-dice").lines("signs").stream()
                .map(line -> line.split(" {2,}"))
                .map(signs -> new DiceSigns(signs[0], signs[1], signs[2]))
                .toList();
        return sets.stream()
                .filter(signs -> texts.stream().noneMatch(signs::in))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the text uses signs of all %d forms, expected one to be free".formatted(sets.size())));
    }

    private boolean in(String text) {
        return text.contains(separator) || text.contains(none) || text.contains(slot);
    }
}
