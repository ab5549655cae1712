package io.osler.ner.assertion;

import io.osler.models.TextSpan;
import io.osler.ner.assertion.Rule.Direction;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The cues of one sentence and how far they reach. A cue reaches to the sentence's end, to an end phrase, to the next cue of
 * its axis and direction, or as many words as its rule says, whichever comes first. Cues inside of mentions are part of a
 * name and say nothing; at a mention's begin they count ("no fever" marked as a whole).
 */
final class SentenceCues {
    private final List<TextSpan> spans = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<PhraseTrie.Match> matches = new ArrayList<>();
    private final List<CueScope> scopes = new ArrayList<>();
    private final String text;

    /**
     * @param text     of the sentence
     * @param mentions in UTF-16 units of it, sorted; may stand out over its end
     */
    SentenceCues(String text, List<TextSpan> mentions, PhraseTrie phrases) {
        this.text = text;
        for (TextSpan piece : Words.of(text)) {
            String word = piece.in(text);
            if (!word.codePoints().allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point))) {
                spans.add(piece);
                words.add(word.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
            }
        }
        match(mentions, phrases);
        matches.forEach(this::addScopes);
    }

    /** Those that reach the mention. */
    List<CueScope> reaching(TextSpan mention) {
        CueScope.WordRange range = range(mention);
        return scopes.stream().filter(scope -> scope.reaches(range)).toList();
    }

    CueScope.WordRange range(TextSpan mention) {
        return new CueScope.WordRange(firstWordEndingAfter(mention.begin()), firstWordFrom(mention.end()));
    }

    int length() {
        return words.size();
    }

    /** Cues before a list that follows: of "return if you have:", to be read with each item. */
    List<CueScope> leadingOn() {
        boolean leads = !words.isEmpty() && words.getLast().equals(":");
        return leads
                ? scopes.stream().filter(scope -> scope.leadsOn(words.size())).toList()
                : List.of();
    }

    /** Reads the sentence with cues of the one before. */
    void lead(List<CueScope> cues) {
        cues.forEach(cue -> scopes.add(cue.leading(words.size())));
    }

    boolean isListItem() {
        return !words.isEmpty() && "-*•–·".contains(words.getFirst().substring(0, 1));
    }

    private void match(List<TextSpan> mentions, PhraseTrie phrases) {
        int[] mentionOf = new int[words.size()]; // 0 outside, else the number of the mention a word belongs to
        boolean[] first = new boolean[words.size()];
        int number = 0;
        for (TextSpan mention : mentions) {
            CueScope.WordRange range = range(mention);
            number++;
            if (range.begin() < range.end()) {
                first[range.begin()] = true;
                Arrays.fill(mentionOf, range.begin(), range.end(), number);
            }
        }
        int at = 0;
        while (at < words.size()) {
            int mention = mentionOf[at];
            PhraseTrie.Match match = mention == 0 || first[at]
                    ? phrases.longest(words, at, i -> mentionOf[i] == mention && (mention == 0 || !first[i]))
                    : null;
            if (match == null || !touches(match)) {
                at++;
            } else {
                matches.add(match);
                at = match.end();
            }
        }
    }

    /** A cue of signs alone must touch what it is about: "?pneumonia", but not "pneumonia? fever". */
    private boolean touches(PhraseTrie.Match match) {
        boolean signs = match.rules().stream().anyMatch(rule -> rule instanceof Rule.Cue cue && cue.signsOnly());
        if (!signs) {
            return true;
        }
        int begin = spans.get(match.begin()).begin();
        return begin == 0 || !Character.isLetterOrDigit(text.charAt(begin - 1));
    }

    private void addScopes(PhraseTrie.Match match) {
        for (Rule rule : match.rules()) {
            if (rule instanceof Rule.Cue cue) {
                String said = said(match);
                if (cue.direction().holds(Direction.FORWARD)) {
                    scopes.add(new CueScope(
                            with(cue, Direction.FORWARD),
                            said,
                            match.begin(),
                            match.end(),
                            match.end(),
                            reach(cue, match)));
                }
                if (cue.direction().holds(Direction.BACKWARD)) {
                    scopes.add(new CueScope(
                            with(cue, Direction.BACKWARD),
                            said,
                            match.begin(),
                            match.end(),
                            reachBack(cue, match),
                            match.begin()));
                }
            }
        }
    }

    private String said(PhraseTrie.Match match) {
        return text.substring(
                        spans.get(match.begin()).begin(),
                        spans.get(match.end() - 1).end())
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Rule.Cue with(Rule.Cue cue, Direction direction) {
        return new Rule.Cue(cue.modifier(), direction, cue.wordsMax(), cue.not(), cue.signsOnly());
    }

    private int reach(Rule.Cue cue, PhraseTrie.Match from) {
        int end = words.size();
        for (PhraseTrie.Match match : matches) {
            if (match.begin() >= from.end() && stops(match, cue, Direction.FORWARD)) {
                end = match.begin();
                break;
            }
        }
        int left = cue.wordsMax();
        for (int i = from.end(); i < end && left > 0; i++) {
            if (Words.isWord(words.get(i)) && --left == 0) {
                return i + 1;
            }
        }
        return end;
    }

    private int reachBack(Rule.Cue cue, PhraseTrie.Match from) {
        int begin = 0;
        for (PhraseTrie.Match match : matches) {
            if (match.end() <= from.begin() && stops(match, cue, Direction.BACKWARD)) {
                begin = match.end();
            }
        }
        int left = cue.wordsMax();
        for (int i = from.begin() - 1; i >= begin && left > 0; i--) {
            if (Words.isWord(words.get(i)) && --left == 0) {
                return i;
            }
        }
        return begin;
    }

    private static boolean stops(PhraseTrie.Match match, Rule.Cue cue, Direction direction) {
        return match.rules().stream().anyMatch(rule -> switch (rule) {
            case Rule.End(var modifiers, var way) -> way.holds(direction) && modifiers.contains(cue.modifier());
            case Rule.Cue other ->
                other.modifier().axis() == cue.modifier().axis()
                        && other.direction().holds(direction);
            case Rule.Pseudo() -> false;
        });
    }

    private int firstWordEndingAfter(int unit) {
        int at = 0;
        while (at < spans.size() && spans.get(at).end() <= unit) {
            at++;
        }
        return at;
    }

    private int firstWordFrom(int unit) {
        int at = 0;
        while (at < spans.size() && spans.get(at).begin() < unit) {
            at++;
        }
        return at;
    }
}
