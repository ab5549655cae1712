package io.osler.ner.export;

import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A note whose spans hold what {@link Annotations} promises, with its offsets in code points.
 *
 * @param annotations as handed in
 * @param regions     mentions and unread parts, in the order of the text, not overlapping
 * @param length      of the text in code points
 */
record CheckedNote(Annotations annotations, List<Region> regions, int length) {
    /** A part of the text that is not plain. */
    sealed interface Region {
        /** In UTF-16 units. */
        int begin();

        /** In UTF-16 units, exclusive. */
        int end();

        CodePoints place();
    }

    /**
     * Half-open, in code points.
     *
     * @param begin first
     * @param end   after the last
     */
    record CodePoints(int begin, int end) {}

    /**
     * A mention.
     *
     * @param number  from 1 on, in the order of the text
     * @param mention spans UTF-16 units
     * @param place   the same in code points
     */
    record Found(int number, Mention mention, CodePoints place) implements Region {
        String id() {
            return "e" + number;
        }

        @Override
        public int begin() {
            return mention.span().begin();
        }

        @Override
        public int end() {
            return mention.span().end();
        }
    }

    /**
     * A part the model could not read.
     *
     * @param span  in UTF-16 units
     * @param place the same in code points
     */
    record Unread(SkippedSpan span, CodePoints place) implements Region {
        @Override
        public int begin() {
            return span.begin();
        }

        @Override
        public int end() {
            return span.end();
        }
    }

    static CheckedNote of(Annotations annotations, Set<String> labels) {
        CodePointOffsets offsets = CodePointOffsets.of(annotations.note().text());
        List<Region> regions = new ArrayList<>();
        for (Mention mention : annotations.mentions()) {
            requireKnown(mention, labels);
            regions.add(new Found(
                    regions.size() + 1,
                    mention,
                    place(offsets, mention.span().begin(), mention.span().end())));
        }
        requireApart(regions);
        for (SkippedSpan span : annotations.skipped()) {
            regions.add(new Unread(span, place(offsets, span.begin(), span.end())));
        }
        regions.sort(Comparator.comparingInt(Region::begin).thenComparingInt(Region::end));
        requireApart(regions);
        return new CheckedNote(annotations, List.copyOf(regions), offsets.codePoints());
    }

    private static CodePoints place(CodePointOffsets offsets, int begin, int end) {
        return new CodePoints(offsets.toCodePoints(begin), offsets.toCodePoints(end));
    }

    private static void requireKnown(Mention mention, Set<String> labels) {
        if (!labels.contains(mention.type())) {
            throw new IllegalArgumentException("mention at [%d, %d) has type '%s', expected one of %s"
                    .formatted(
                            mention.span().begin(),
                            mention.span().end(),
                            mention.type(),
                            labels.stream().sorted().toList()));
        }
    }

    private static void requireApart(List<Region> regions) {
        for (int i = 1; i < regions.size(); i++) {
            Region before = regions.get(i - 1);
            Region here = regions.get(i);
            if (here.begin() < before.end()) {
                throw new IllegalArgumentException("spans [%d, %d) and [%d, %d) expected in order and apart"
                        .formatted(before.begin(), before.end(), here.begin(), here.end()));
            }
        }
    }

    ClinicalNote note() {
        return annotations.note();
    }

    String textOf(Region region) {
        return note().text().substring(region.begin(), region.end());
    }

    List<Found> found() {
        return regions.stream()
                .filter(Found.class::isInstance)
                .map(Found.class::cast)
                .toList();
    }

    List<Unread> unread() {
        return regions.stream()
                .filter(Unread.class::isInstance)
                .map(Unread.class::cast)
                .toList();
    }
}
