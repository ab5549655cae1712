package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.Mention;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of a filled form: a unit for each label in a fixed order, each with mentions copied from the sentence in
 * their order, or the sign for none. Ends with a line break, since the last full stop might be one of the sentence.
 */
final class DiceGrammar extends CopiedList {
    private final DiceForm form;
    private final String lead;
    private final double openBias;
    private final int tokensMax;

    /**
     * @param lead     what stands before the answer: a space behind a cue, or nothing
     * @param openBias added to the log-odds of filling in one more mention
     */
    DiceGrammar(Tokenizer tokenizer, String sentence, String lead, DiceForm form, double openBias) {
        super(tokenizer, sentence);
        this.form = form;
        this.lead = lead;
        this.openBias = openBias;
        int separator = form.signs().separator().getBytes(StandardCharsets.UTF_8).length + 2;
        int units = form.empty().getBytes(StandardCharsets.UTF_8).length + 2;
        this.tokensMax = units + itemsMax() * separator + form.labels().size() * sentenceBytes();
    }

    /** Labels do not exclude each other: a word may be copied for each. */
    @Override
    int itemsMax() {
        return super.itemsMax() * form.labels().size();
    }

    @Override
    int tokensMax() {
        return tokensMax;
    }

    @Override
    List<Way> first() {
        return unit(lead, 0, Trail.EMPTY);
    }

    private List<Way> unit(String before, int index, Trail trail) {
        String head = before + form.head(index);
        List<Way> ways = new ArrayList<>(2);
        ways.add(done(head + " " + form.signs().none(), index, trail));
        if (canBegin(0, trail)) {
            ways.add(Way.of(head, "", openBias, trail, () -> mention(0, index, trail)));
        }
        return ways;
    }

    private List<Way> mention(int from, int index, Trail trail) {
        return begins(from, " ", trail, (text, next) -> {
            Trail settled = trail.with(text, form.labels().get(index));
            List<Way> ways = new ArrayList<>(2);
            if (canBegin(next, settled)) {
                ways.add(Way.of(
                        " " + form.signs().separator(), "", openBias, settled, () -> mention(next, index, settled)));
            }
            ways.add(done("", index, settled));
            return ways;
        });
    }

    /** Closes a unit whose mentions end with {@code text}. */
    private Way done(String text, int index, Trail trail) {
        return index + 1 < form.labels().size()
                ? Way.of(text + form.tail(), "", 0, trail, () -> unit(" ", index + 1, trail))
                : Way.of(text + form.tail() + "\n", "\n", 0, trail, CopiedList::end);
    }

    @Override
    String spelled(String text) {
        return text;
    }

    @Override
    List<Mention> placed(String text, List<ListedMention> items) {
        AnswerTally tally = new AnswerTally();
        List<List<ListedMention>> lists = form.labels().stream()
                .map(label -> items.stream()
                        .filter(item -> item.label().equals(label))
                        .toList())
                .toList();
        return Overlaps.resolved(OccurrenceAligner.placed(text, lists, tally), tally);
    }
}
