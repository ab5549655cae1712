package io.osler.ner.prompt;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A form with one unit for each label, always all, in the task's order: a sentence that names the type, one that says
 * what it is, and its mentions. The style of DEGREE as a prompt.
 *
 * @see <a href="https://arxiv.org/abs/2108.12724">Hsu et al. 2021, DEGREE</a>
 */
final class DiceForm {
    private final List<String> labels;
    private final List<String> heads;
    private final String tail;
    private final DiceSigns signs;

    /** @param unit template with {@code {type} {definition} {slot} {mentions}}, the last behind a space */
    DiceForm(List<Label> labels, String unit, DiceSigns signs) {
        this.labels = labels.stream().map(Label::name).toList();
        this.signs = signs;
        int mentions = unit.indexOf(" {mentions}");
        this.heads = labels.stream()
                .map(label -> PromptTemplate.filled(
                        unit.substring(0, mentions),
                        Map.of("type", label.name(), "definition", label.definition(), "slot", signs.slot())))
                .toList();
        this.tail = unit.substring(mentions + " {mentions}".length());
    }

    List<String> labels() {
        return labels;
    }

    DiceSigns signs() {
        return signs;
    }

    /** A unit as far as its mentions. */
    String head(int unit) {
        return heads.get(unit);
    }

    /** What stands behind the mentions of a unit. */
    String tail() {
        return tail;
    }

    String encode(AnnotatedText annotated) {
        return encode(label -> annotated.mentions().stream()
                .filter(mention -> mention.type().equals(label))
                .map(mention -> mention.span().in(annotated.text()))
                .toList());
    }

    /** With no mentions at all. */
    String empty() {
        return encode(label -> List.of());
    }

    private String encode(Function<String, List<String>> mentionsOf) {
        return IntStream.range(0, labels.size())
                .mapToObj(unit -> {
                    List<String> mentions = mentionsOf.apply(labels.get(unit));
                    String filled =
                            mentions.isEmpty() ? signs.none() : String.join(" " + signs.separator() + " ", mentions);
                    return heads.get(unit) + " " + filled + tail;
                })
                .collect(Collectors.joining(" "));
    }

    /** A unit found in an answer: where its head begins, and where its mentions do. */
    private record Unit(int label, int begin, int mentions) {}

    /**
     * Reads a filled form: cut at the heads of units, whatever their order; of a unit whose description was written
     * otherwise, its type and its slot are enough.
     */
    Decoding decode(String answer, String sentence) {
        AnswerTally tally = new AnswerTally();
        List<Unit> units = units(answer);
        if (units.isEmpty()) {
            tally.add(AnswerEvent.UNPARSEABLE);
            return new Decoding(List.of(), tally.counts());
        }
        IntStream.range(units.size(), labels.size()).forEach(missing -> tally.add(AnswerEvent.UNIT_MISSING));
        boolean ordered = IntStream.range(1, units.size())
                .allMatch(i -> units.get(i - 1).label() < units.get(i).label());
        if (!ordered) {
            tally.add(AnswerEvent.UNIT_ORDER);
        }
        Map<Integer, List<ListedMention>> listed = new HashMap<>();
        for (int i = 0; i < units.size(); i++) {
            int end = i + 1 < units.size()
                    ? units.get(i + 1).begin()
                    : lineEnd(answer, units.get(i).mentions());
            if (i + 1 == units.size() && !answer.substring(end).isBlank()) {
                tally.add(AnswerEvent.TEXT_AFTER);
            }
            Unit unit = units.get(i);
            listed.computeIfAbsent(unit.label(), key -> new ArrayList<>())
                    .addAll(mentions(answer.substring(unit.mentions(), end), labels.get(unit.label())));
        }
        List<List<ListedMention>> lists = IntStream.range(0, labels.size())
                .mapToObj(label -> listed.getOrDefault(label, List.of()))
                .toList();
        List<Mention> placed = OccurrenceAligner.placed(sentence, lists, tally);
        return new Decoding(Overlaps.resolved(placed, tally), tally.counts());
    }

    private List<Unit> units(String answer) {
        List<Unit> units = new ArrayList<>();
        for (int label = 0; label < labels.size(); label++) {
            find(answer, label).ifPresent(units::add);
        }
        units.sort((a, b) -> Integer.compare(a.begin(), b.begin()));
        return units;
    }

    private Optional<Unit> find(String answer, int label) {
        String head = heads.get(label);
        int exact = answer.indexOf(head);
        if (exact >= 0) {
            return Optional.of(new Unit(label, exact, exact + head.length()));
        }
        String name = head.substring(
                0, head.indexOf(labels.get(label)) + labels.get(label).length());
        int begin = answer.indexOf(name);
        int slot = begin < 0 ? -1 : answer.indexOf(signs.slot(), begin);
        return slot < 0
                ? Optional.empty()
                : Optional.of(new Unit(label, begin, slot + signs.slot().length()));
    }

    private List<ListedMention> mentions(String filled, String label) {
        String text = filled.strip();
        String end = tail.strip();
        String bare = text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
        List<ListedMention> mentions = new ArrayList<>();
        for (String mention : bare.split(Pattern.quote(signs.separator()))) {
            String stripped = mention.strip();
            if (!stripped.isEmpty() && !stripped.equals(signs.none())) {
                mentions.add(new ListedMention(stripped, label, 1));
            }
        }
        return mentions;
    }

    private static int lineEnd(String answer, int from) {
        int end = answer.indexOf('\n', from);
        return end < 0 ? answer.length() : end;
    }
}
