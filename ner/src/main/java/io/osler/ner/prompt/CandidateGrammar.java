package io.osler.ner.prompt;

import io.osler.models.text.Tokenizer;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.io.JsonStringEncoder;

/** The grammar of a JSON array of substrings of a sentence, in their order: {@code ["fever", "cough"]}. */
final class CandidateGrammar extends CopiedList {
    private static final String BEHIND = "\n\n";
    private static final String MORE = "\", \"";

    private final String lead;
    private final int tokensMax;

    /** @param lead what stands before the answer: a space behind a cue, or nothing */
    CandidateGrammar(Tokenizer tokenizer, String sentence, String lead) {
        super(tokenizer, sentence);
        this.lead = lead;
        this.tokensMax = longest(first(CopiedList::end)) + itemsMax() * bytes(MORE) + sentenceBytes();
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
        if (canBegin(0, Trail.EMPTY)) {
            ways.add(Way.of(lead + "[\"", "", 0, Trail.EMPTY, item));
        }
        ways.add(Way.of(lead + "[]", BEHIND, 0, Trail.EMPTY, CopiedList::end));
        return ways;
    }

    private List<Way> item(int from, Trail trail) {
        return begins(from, "", trail, (text, next) -> {
            Trail settled = trail.with(text, "");
            List<Way> ways = new ArrayList<>();
            if (canBegin(next, settled)) {
                ways.add(Way.of(MORE, "", 0, settled, () -> item(next, settled)));
            }
            ways.add(Way.of("\"]", BEHIND, 0, settled, CopiedList::end));
            return ways;
        });
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
