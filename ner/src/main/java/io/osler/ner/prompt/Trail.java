package io.osler.ner.prompt;

import java.util.ArrayList;
import java.util.List;

/** The items of a list written so far; trails that went on from the same one share it. */
final class Trail {
    static final Trail EMPTY = new Trail(null, "", "", 0);

    private final Trail before;
    private final String text;
    private final String label;
    private final int size;

    private Trail(Trail before, String text, String label, int size) {
        this.before = before;
        this.text = text;
        this.label = label;
        this.size = size;
    }

    Trail with(String itemText, String itemLabel) {
        return new Trail(this, itemText, itemLabel, size + 1);
    }

    int size() {
        return size;
    }

    /** What both have from the start on. */
    static Trail common(Trail a, Trail b) {
        Trail one = a;
        Trail other = b;
        while (one != other) {
            if (one.size >= other.size) {
                one = one.before;
            } else {
                other = other.before;
            }
        }
        return one;
    }

    /**
     * The items in order.
     *
     * @param confidences of each item
     */
    List<ListedMention> items(List<Double> confidences) {
        List<ListedMention> items = new ArrayList<>();
        for (Trail at = this; at.before != null; at = at.before) {
            items.addFirst(new ListedMention(at.text, at.label, confidences.get(at.size - 1)));
        }
        return items;
    }
}
