package io.osler.ner.prompt;

import io.osler.engine.Grammar;
import io.osler.ner.Mention;
import java.util.List;

/** What an answer about one sentence is held to, and how mentions are read off the way a model took. */
public interface AnswerGrammar {
    Grammar start();

    /**
     * The mentions of an answer.
     *
     * @param decisions all the choices made from {@link #start} on
     * @return sorted, not overlapping, each a part of the sentence; the confidence of one is the product of the
     *     probabilities of its own choices, each among what the grammar allowed
     */
    List<Mention> mentions(List<Grammar.Decision> decisions);
}
