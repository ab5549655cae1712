package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The grammar of {@code {"entities": [{"text": "fever", "type": "problem"}]}}, with one space behind each colon and
 * comma as most JSON writers put it, texts copied from the sentence in their order.
 */
final class JsonGrammar extends CopiedList {
    private static final String OPEN = "{\"entities\": [";
    private static final String TEXT = "{\"text\": \"";
    private static final String TYPE = "\", \"type\": \"";
    private static final String MORE = "\"}, ";
    private static final String CLOSE = "\"}]}";
    private static final String BEHIND = "\n\n";

    private final String lead;
    private final List<String> labels;
    private final double openBias;
    private final int tokensMax;

    /**
     * @param lead     what stands before the answer: a space behind a cue, or nothing
     * @param openBias added to the log-odds of one more item
     */
    JsonGrammar(Tokenizer tokenizer, String sentence, String lead, List<String> labels, double openBias) {
        super(tokenizer, sentence);
        this.lead = lead;
        this.labels = labels;
        this.openBias = openBias;
        int item = longest(typed(Trail.EMPTY, "", 0, CopiedList::end)) + tokenizer.encode(TYPE).length;
        this.tokensMax = longest(first(CopiedList::end)) + itemsMax() * item + sentenceBytes();
    }

    @Override
    int tokensMax() {
        return tokensMax;
    }

    @Override
    List<Way> first() {
        return first(() -> item(0, Trail.EMPTY));
    }

    private List<Way> first(Supplier<List<Way>> item) {
        List<Way> ways = new ArrayList<>();
        ways.add(Way.of(lead + OPEN + "]}", BEHIND, 0, Trail.EMPTY, CopiedList::end));
        if (canBegin(0, Trail.EMPTY)) {
            ways.add(Way.of(lead + OPEN + TEXT, "", openBias, Trail.EMPTY, item));
        }
        return ways;
    }

    private List<Way> item(int from, Trail trail) {
        return begins(
                from,
                "",
                trail,
                (text, next) -> List.of(Way.of(TYPE, "", 0, trail, () -> typed(trail, text, next, null))));
    }

    /** A label, and whether another item follows: their tokens may not be told apart. */
    private List<Way> typed(Trail trail, String text, int next, Supplier<List<Way>> onlyTo) {
        List<Way> ways = new ArrayList<>(2 * labels.size());
        for (String label : labels) {
            Trail settled = trail.with(text, label);
            ways.add(Way.of(label + CLOSE, BEHIND, 0, settled, CopiedList::end));
            if (canBegin(next, settled)) {
                ways.add(Way.of(
                        label + MORE + TEXT,
                        "",
                        openBias,
                        settled,
                        onlyTo == null ? () -> item(next, settled) : onlyTo));
            }
        }
        return ways;
    }

    @Override
    String spelled(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    }

    @Override
    List<Mention> placed(String text, List<ListedMention> items) {
        AnswerTally tally = new AnswerTally();
        return Overlaps.resolved(OccurrenceAligner.placed(text, List.of(items), tally), tally);
    }
}
