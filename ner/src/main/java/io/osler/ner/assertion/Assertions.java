package io.osler.ner.assertion;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says of mentions whether they are denied, doubted, somebody else's and so on, from the words around them: cues with a
 * direction and a reach inside of their sentence, phrases that end the reach, phrases that only look like a cue, and the
 * section a mention stands in. The nearest cue of an axis holds, and any cue goes before the section.
 *
 * <pre>{@code
 * List<Mention> asserted = new Assertions(AssertionRules.BUILT_IN).of(text, mentions);
 * }</pre>
 *
 * <p>Immutable, for any number of threads. Linear in the text but for the cues and mentions of one sentence.
 *
 * @see <a href="https://doi.org/10.1016/j.jbi.2009.05.002">Harkema et al. 2009, ConText</a>
 * @see <a href="https://doi.org/10.1006/jbin.2001.1029">Chapman et al. 2001, NegEx</a>
 */
public final class Assertions {
    private static final String BY_SECTION = "section";

    private final AssertionRules rules;
    private final SentenceSplitter splitter = new SentenceSplitter();

    public Assertions(AssertionRules rules) {
        this.rules = rules;
    }

    /** The same mentions of a note, each with an assertion. */
    public List<Mention> of(String note, List<Mention> mentions) {
        return mentions.isEmpty() ? mentions : of(note, splitter.split(note), mentions);
    }

    /**
     * The same mentions, each with an assertion.
     *
     * @param sentences of the note, in order
     * @param mentions  sorted; each belongs to the sentence it begins in
     */
    public List<Mention> of(String note, List<Sentence> sentences, List<Mention> mentions) {
        List<Mention> asserted = new ArrayList<>();
        List<CueScope> leading = List.of();
        int at = 0;
        for (Sentence sentence : sentences) {
            List<Mention> inside = new ArrayList<>();
            while (at < mentions.size()
                    && mentions.get(at).span().begin() < sentence.span().end()) {
                inside.add(mentions.get(at++));
            }
            boolean empty = inside.isEmpty() && note.charAt(sentence.span().end() - 1) != ':' && leading.isEmpty();
            if (!empty) {
                leading = assertAll(note, sentence, inside, leading, asserted);
            }
        }
        mentions.subList(at, mentions.size()).forEach(mention -> asserted.add(mention.withAssertion(Assertion.PLAIN)));
        return asserted;
    }

    /** Gives what leads on to the next sentence. */
    private List<CueScope> assertAll(
            String note, Sentence sentence, List<Mention> mentions, List<CueScope> leading, List<Mention> asserted) {
        List<TextSpan> places = mentions.stream()
                .map(mention -> inSentence(mention.span(), sentence.span()))
                .toList();
        SentenceCues cues = new SentenceCues(sentence.span().in(note), places, rules.phrases());
        boolean goesOn = !leading.isEmpty() && cues.isListItem();
        if (goesOn) {
            cues.lead(leading);
        }
        for (int i = 0; i < places.size(); i++) {
            Mention mention = mentions.get(i);
            asserted.add(mention.withAssertion(assertion(cues, places.get(i), mention.type(), sentence)));
        }
        return goesOn ? leading : cues.leadingOn();
    }

    private static TextSpan inSentence(TextSpan mention, TextSpan sentence) {
        int begin = Math.max(0, mention.begin() - sentence.begin());
        return new TextSpan(begin, Math.max(begin, Math.min(mention.end() - sentence.begin(), sentence.length())));
    }

    private Assertion assertion(SentenceCues cues, TextSpan place, String type, Sentence sentence) {
        CueScope.WordRange range = cues.range(place);
        String label = type.toLowerCase(Locale.ROOT);
        Map<Modifier.Axis, CueScope> nearest = new EnumMap<>(Modifier.Axis.class);
        cues.reaching(place).stream()
                .filter(scope -> !scope.cue().not().contains(label))
                .sorted(Comparator.comparingInt(scope -> scope.distance(range)))
                .forEach(scope -> nearest.putIfAbsent(scope.cue().modifier().axis(), scope));
        Map<Modifier.Axis, Modifier> said = new EnumMap<>(Modifier.Axis.class);
        List<String> why = new ArrayList<>();
        nearest.forEach((axis, scope) -> {
            said.put(axis, scope.cue().modifier());
            why.add(scope.words());
        });
        for (Modifier bySection : rules.ofSection(sentence.section())) {
            if (said.putIfAbsent(bySection.axis(), bySection) == null) {
                why.add(BY_SECTION);
            }
        }
        return new Assertion(
                Set.copyOf(said.values()),
                sentence.section(),
                why.stream().distinct().toList());
    }
}
