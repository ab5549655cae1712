package io.osler.ner.assertion;

import io.osler.models.TextSpan;
import io.osler.ner.NerException;
import io.osler.ner.assertion.Rule.Direction;
import io.osler.ner.text.Words;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules as text: a line each, its columns separated by tabs, {@code #} before a remark.
 *
 * <pre>
 * phrase                TAB modifier TAB direction [TAB words [TAB not these labels]]
 * deny|denies|denied    TAB absent   TAB forward                     words with their other forms
 * &lt;number&gt; years ago    TAB historical TAB backward TAB 8             any number; &lt;year&gt; is 1900 to 2099
 * negative              TAB absent   TAB backward TAB 4 TAB test,lab
 * but                   TAB end      TAB all                         or modifiers with commas: absent,possible
 * :                     TAB end      TAB possible TAB backward       only of cues behind it
 * gram negative         TAB pseudo
 * family history        TAB section  TAB someone_else                what mentions there are, unless a cue says otherwise
 * </pre>
 *
 * <p>Modifiers: {@code absent, possible, conditional, hypothetical, someone_else, patient, historical}; directions: {@code
 * forward, backward, both}. Case makes no difference.
 */
final class RuleFile {
    private static final int COLUMNS_MAX = 5;
    private static final int WORDS_MOST = 1_000;
    private static final Set<String> PLACEHOLDERS = Set.of(PhraseTrie.NUMBER, PhraseTrie.YEAR);

    private final String place;
    private final PhraseTrie phrases;
    private final Map<String, Set<Modifier>> sections = new HashMap<>();
    private int line;

    private RuleFile(String place, PhraseTrie phrases) {
        this.place = place;
        this.phrases = phrases;
    }

    /**
     * Adds phrases to {@code phrases} and gives what sections say.
     *
     * @throws NerException {@code RULES_INVALID} with the line
     */
    static Map<String, Set<Modifier>> read(String place, String text, PhraseTrie phrases) {
        RuleFile file = new RuleFile(place, phrases);
        text.lines().forEach(file::add);
        return file.sections;
    }

    private void add(String row) {
        line++;
        if (row.isBlank() || row.startsWith("#")) {
            return;
        }
        List<String> columns =
                Arrays.stream(row.split("\t", -1)).map(String::strip).toList();
        if (columns.size() < 2 || columns.size() > COLUMNS_MAX) {
            throw invalid(
                    "has %d columns, expected 2 to 5 with a tab between: phrase, value, ...".formatted(columns.size()));
        }
        String phrase = columns.getFirst().toLowerCase(Locale.ROOT);
        switch (columns.get(1).toLowerCase(Locale.ROOT)) {
            case "section" ->
                sections.computeIfAbsent(phrase, _ -> EnumSet.noneOf(Modifier.class))
                        .addAll(modifiers(columns));
            case "pseudo" -> phrases.add(words(phrase), new Rule.Pseudo());
            case "end" -> phrases.add(words(phrase), end(columns));
            case String value -> phrases.add(words(phrase), cue(value, phrase, columns));
        }
    }

    private Rule end(List<String> columns) {
        String way = column(columns, 3);
        Direction direction = way.isEmpty() ? Direction.BOTH : constant(Direction.class, way, "direction", "");
        return new Rule.End(modifiers(columns), direction);
    }

    private Rule cue(String value, String phrase, List<String> columns) {
        Modifier modifier = constant(Modifier.class, value, "value", "end, pseudo, section");
        Direction direction = constant(Direction.class, column(columns, 2), "direction", "");
        Set<String> not = Arrays.stream(column(columns, 4).split(","))
                .map(label -> label.strip().toLowerCase(Locale.ROOT))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new Rule.Cue(modifier, direction, wordsMax(column(columns, 3)), not, !Words.isWord(phrase));
    }

    private int wordsMax(String column) {
        if (column.isEmpty()) {
            return 0;
        }
        int words = column.matches("\\d{1,4}") ? Integer.parseInt(column) : 0;
        if (words < 1 || words > WORDS_MOST) {
            throw invalid("has the reach '%s', expected 1 to %d words, or nothing".formatted(column, WORDS_MOST));
        }
        return words;
    }

    private Set<Modifier> modifiers(List<String> columns) {
        String names = column(columns, 2);
        if (names.equals("all")) {
            return EnumSet.allOf(Modifier.class);
        }
        EnumSet<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        for (String name : names.split(",")) {
            modifiers.add(constant(Modifier.class, name.strip(), "modifier", "all"));
        }
        return modifiers;
    }

    private static String column(List<String> columns, int index) {
        return index < columns.size() ? columns.get(index).toLowerCase(Locale.ROOT) : "";
    }

    private <E extends Enum<E>> E constant(Class<E> type, String name, String what, String others) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        invalid("has the %s '%s', expected one of %s".formatted(what, name, names(type, others))));
    }

    private static <E extends Enum<E>> String names(Class<E> type, String others) {
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? names : names + ", " + others;
    }

    private List<List<List<String>>> words(String phrase) {
        List<List<List<String>>> words = Arrays.stream(phrase.split(" +"))
                .map(word ->
                        Arrays.stream(word.split("\\|")).map(RuleFile::pieces).toList())
                .toList();
        boolean empty =
                words.stream().anyMatch(ways -> ways.isEmpty() || ways.stream().anyMatch(List::isEmpty));
        if (empty) {
            throw invalid("has no phrase, or a bar without a word on both sides");
        }
        return words;
    }

    private static List<String> pieces(String word) {
        return PLACEHOLDERS.contains(word)
                ? List.of(word)
                : Words.of(word).stream()
                        .map((TextSpan piece) -> piece.in(word))
                        .toList();
    }

    private NerException invalid(String what) {
        return new NerException(NerException.Code.RULES_INVALID, "%s, line %d".formatted(place, line), what);
    }
}
