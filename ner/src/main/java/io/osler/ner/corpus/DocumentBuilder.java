package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Collects a document's mentions and judges them, the same for all formats. Offsets are in the file's unit. */
final class DocumentBuilder {
    private final String id;
    private final String text;
    private final OffsetUnit.Ruler ruler;
    private final ReadOptions options;
    private final ReadTally.Counter counter;
    private final List<Passage> passages = new ArrayList<>();
    private final List<TextSpan> sentences = new ArrayList<>();
    private final List<Placed> mentions = new ArrayList<>();

    /** A mention and where its file says so. */
    private record Placed(CorpusMention mention, String place) {
        int length() {
            return mention.cover().length();
        }
    }

    /** Half-open, in the file's unit. */
    record Fragment(int begin, int end) {}

    /** A fault of one mention, in words that go behind its place. */
    private static final class Fault extends RuntimeException {
        private final Irregularity kind;

        Fault(Irregularity kind, String what) {
            super(what, null, false, false);
            this.kind = kind;
        }
    }

    DocumentBuilder(String id, String text, OffsetUnit unit, ReadOptions options, ReadTally.Counter counter) {
        this.id = id;
        this.text = text;
        this.ruler = unit.ruler(text);
        this.options = options;
        this.counter = counter;
    }

    void passage(String place, String type, Fragment part) {
        passages.add(new Passage(type, part(place, part)));
    }

    void sentence(String place, Fragment part) {
        sentences.add(part(place, part));
    }

    /**
     * Adds a mention, or counts why not.
     *
     * @param place     file and line, or whatever leads there
     * @param fragments in any order
     * @param words     what the file says stands there, "" when it does not say
     */
    void mention(String place, List<Fragment> fragments, String words, String type, List<String> concepts) {
        mention(place, fragments, words, type, concepts, Map.of());
    }

    /** The same with further facts. */
    void mention(
            String place,
            List<Fragment> fragments,
            String words,
            String type,
            List<String> concepts,
            Map<String, String> facts) {
        String name = options.types().name(type).orElse("");
        if (name.isEmpty()) {
            counter.met(Irregularity.TYPE_LEFT_OUT);
            return;
        }
        try {
            List<TextSpan> parts =
                    fragments.stream().map(this::inRange).sorted().toList();
            requireWords(parts, words);
            List<TextSpan> spans = joined(parts);
            if (options.separate() && spans.size() > 1) {
                throw new Fault(
                        Irregularity.DISCONTINUOUS,
                        "is a mention in %d pieces with words between them, expected one stretch of text"
                                .formatted(spans.size()));
            }
            mentions.add(new Placed(new CorpusMention(spans, name, concepts, facts), place));
        } catch (Fault fault) {
            leaveOut(fault, place);
        } catch (IllegalArgumentException e) {
            throw CorpusFiles.invalid(place, e.getMessage());
        }
    }

    CorpusDocument build() {
        try {
            return new CorpusDocument(
                    id,
                    text,
                    passages,
                    sentences,
                    kept().stream().map(Placed::mention).toList());
        } catch (IllegalArgumentException e) {
            throw CorpusFiles.invalid("document " + id, e.getMessage());
        }
    }

    private void leaveOut(Fault fault, String place) {
        if (!options.tolerant()) {
            throw CorpusFiles.invalid(place, fault.getMessage());
        }
        counter.met(fault.kind);
    }

    private TextSpan part(String place, Fragment part) {
        try {
            return inRange(part);
        } catch (Fault fault) {
            throw CorpusFiles.invalid(place, fault.getMessage());
        }
    }

    private TextSpan inRange(Fragment fragment) {
        if (fragment.begin() >= fragment.end() || fragment.begin() < 0) {
            throw new Fault(
                    Irregularity.OUT_OF_RANGE,
                    "has the offsets %d to %d, expected 0 <= begin < end".formatted(fragment.begin(), fragment.end()));
        }
        if (fragment.end() > ruler.length()) {
            throw new Fault(
                    Irregularity.OUT_OF_RANGE,
                    "has offset %d, the text ends at %d; pair it with the text it was made for"
                            .formatted(fragment.end(), ruler.length()));
        }
        return new TextSpan(ruler.toUtf16(fragment.begin()), ruler.toUtf16(fragment.end()));
    }

    private void requireWords(List<TextSpan> parts, String words) {
        String found =
                String.join(" ", parts.stream().map(part -> part.in(text)).toList());
        if (!words.isEmpty() && !spaced(found).equals(spaced(words))) {
            throw new Fault(
                    Irregularity.TEXT_DIFFERS,
                    "quotes other words than stand there, the text or its line ends may have changed");
        }
    }

    /** A line break cannot be written on a line, so that files quote it as a space; some add white space at the end. */
    private static String spaced(String words) {
        StringBuilder spaced = new StringBuilder(words.length());
        words.chars().forEach(unit -> spaced.append(isWhite(unit) ? ' ' : (char) unit));
        return spaced.toString().strip();
    }

    /** Fragments with nothing but white space between them are one, written on several lines. */
    private List<TextSpan> joined(List<TextSpan> parts) {
        List<TextSpan> spans = new ArrayList<>();
        for (TextSpan part : parts) {
            TextSpan last = spans.isEmpty() ? null : spans.getLast();
            if (last != null && last.end() > part.begin()) {
                throw new Fault(
                        Irregularity.OVERLAP, "is a mention whose own pieces overlap, expected them one after another");
            }
            if (last != null && onlyWhiteBetween(last, part)) {
                spans.set(spans.size() - 1, new TextSpan(last.begin(), part.end()));
            } else {
                spans.add(part);
            }
        }
        return spans;
    }

    private boolean onlyWhiteBetween(TextSpan one, TextSpan next) {
        return text.substring(one.end(), next.begin()).chars().allMatch(DocumentBuilder::isWhite);
    }

    private static boolean isWhite(int unit) {
        return Character.isWhitespace(unit) || Character.isSpaceChar(unit) || unit == '\u0085';
    }

    private List<Placed> kept() {
        if (!options.separate()) {
            return mentions;
        }
        List<Placed> kept = new ArrayList<>();
        for (Placed placed : mentions.stream()
                .sorted(Comparator.comparingInt(Placed::length).reversed())
                .toList()) {
            List<Placed> inTheWay = kept.stream()
                    .filter(other ->
                            other.mention().cover().overlaps(placed.mention().cover()))
                    .toList();
            if (inTheWay.isEmpty()) {
                kept.add(placed);
            } else {
                leaveOut(
                        new Fault(
                                Irregularity.OVERLAP,
                                "overlaps the mention of %s; keep one of the two"
                                        .formatted(inTheWay.getFirst().place())),
                        placed.place());
            }
        }
        return kept;
    }
}
