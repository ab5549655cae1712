package io.osler.ner.detect;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;

/**
 * A span read as a mention of a type, with the model's probability of each choice on the way, as natural logarithms.
 *
 * @param span    in the sentence
 * @param type    a label
 * @param open    a mark before its first word
 * @param survive no close before its last word
 * @param close   a close behind its last word; 0 where a mention has to end there
 * @param typed   the type, once closed
 */
public record SpanReading(TextSpan span, String type, double open, double survive, double close, double typed) {
    /** Of being marked, whatever the type. */
    public double untyped() {
        return open + survive + close;
    }

    /** The probability of being marked just so as confidence. */
    public Mention mention() {
        return new Mention(span, type, Math.min(1, Math.exp(untyped() + typed)));
    }
}
