package io.osler.ner.detect;

import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.ner.Mention;
import io.osler.ner.prompt.AnswerCounts;
import io.osler.ner.prompt.AnswerGrammar;
import io.osler.ner.prompt.Decoding;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A sentence asked about.
 *
 * @param prompt  token ids up to where the answer begins
 * @param grammar what the answer is held to; empty for a free one
 * @param decode  reads a free answer
 * @param stops   a free answer ends before the first of these
 */
record Question(int[] prompt, Optional<AnswerGrammar> grammar, Function<String, Decoding> decode, List<String> stops) {
    GenerationRequest request(int answerTokensMax) {
        GenerationRequest request = GenerationRequest.of(prompt);
        return grammar.map(held -> request.withGrammar(held.start()))
                .orElseGet(() -> request.withTokensMax(answerTokensMax).withStopStrings(stops.toArray(String[]::new)));
    }

    Detection read(Generation answer) {
        Decoding decoding = grammar.map(held -> held(held.mentions(answer.decisions())))
                .orElseGet(() -> decode.apply(answer.text()));
        return new Detection(decoding.mentions(), decoding.counts(), Detection.Cost.of(answer));
    }

    private static Decoding held(List<Mention> mentions) {
        return new Decoding(mentions, AnswerCounts.answer());
    }
}
