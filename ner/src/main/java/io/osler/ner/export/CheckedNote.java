package io.osler.ner.export;

import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.link.LinkCandidate;
import io.osler.ner.link.LinkDecision;
import io.osler.ner.text.CodePointOffsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A note whose spans hold what {@link Annotations} promises, with its offsets in the unit of the run.
 *
 * @param annotations as handed in
 * @param regions     mentions and unread parts, in the order of the text, not overlapping
 * @param ruler       measures its text in that unit
 */
record CheckedNote(Annotations annotations, List<Region> regions, OffsetUnit.Ruler ruler) {
    /** A part of the text that is not plain. */
    sealed interface Region {
        /** In UTF-16 units. */
        int begin();

        /** In UTF-16 units, exclusive. */
        int end();

        Place place();
    }

    /**
     * Half-open, in the unit of the run.
     *
     * @param begin first
     * @param end   after the last
     */
    record Place(int begin, int end) {}

    /**
     * A mention.
     *
     * @param number  from 1 on, in the order of the text
     * @param mention spans UTF-16 units
     * @param place   the same in the unit of the run
     */
    record Found(int number, Mention mention, Place place) implements Region {
        String id() {
            return "e" + number;
        }

        /** What it means, where that was asked and found. */
        Optional<LinkCandidate> concept() {
            return mention.link().flatMap(LinkDecision::concept);
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
     * @param place the same in the unit of the run
     */
    record Unread(SkippedSpan span, Place place) implements Region {
        @Override
        public int begin() {
            return span.begin();
        }

        @Override
        public int end() {
            return span.end();
        }
    }

    static CheckedNote of(Annotations annotations, Set<String> labels, OffsetUnit unit) {
        CodePointOffsets offsets = CodePointOffsets.of(annotations.note().text());
        OffsetUnit.Ruler ruler = unit.ruler(annotations.note().text());
        List<Region> regions = new ArrayList<>();
        for (Mention mention : annotations.mentions()) {
            requireKnown(mention, labels);
            regions.add(new Found(
                    regions.size() + 1,
                    mention,
                    place(offsets, ruler, mention.span().begin(), mention.span().end())));
        }
        requireApart(regions);
        for (SkippedSpan span : annotations.skipped()) {
            regions.add(new Unread(span, place(offsets, ruler, span.begin(), span.end())));
        }
        regions.sort(Comparator.comparingInt(Region::begin).thenComparingInt(Region::end));
        requireApart(regions);
        return new CheckedNote(annotations, List.copyOf(regions), ruler);
    }

    /** Offsets that cut a character are refused in any unit. */
    private static Place place(CodePointOffsets offsets, OffsetUnit.Ruler ruler, int begin, int end) {
        offsets.toCodePoints(begin);
        offsets.toCodePoints(end);
        return new Place(ruler.fromUtf16(begin), ruler.fromUtf16(end));
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

    /** Of the text, in the unit of the run. */
    int length() {
        return ruler.length();
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
