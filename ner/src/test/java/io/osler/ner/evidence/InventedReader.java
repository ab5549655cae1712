package io.osler.ner.evidence;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.SentenceReading;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.detect.SpanReading;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A reader without a model: thinks a word with an {@code x} in it likely to be a mention, others not, and says so of all
 * spans of one word and of those it is told to keep.
 *
 * @param examples  that a prompt would show for a sentence
 * @param kept      candidates
 * @param asked     sentences that were read
 */
record InventedReader(Function<String, List<AnnotatedText>> examples, MentionDetector kept, List<String> asked)
        implements SpanReader {
    InventedReader() {
        this(_ -> List.of(), _ -> List.of(), new ArrayList<>());
    }

    InventedReader showing(Function<String, List<AnnotatedText>> others) {
        return new InventedReader(others, kept, asked);
    }

    @Override
    public SpanReader keeping(MentionDetector others) {
        return new InventedReader(examples, others, asked);
    }

    @Override
    public List<CompletableFuture<SentenceReading>> readings(List<String> sentences) {
        asked.addAll(sentences);
        return sentences.stream()
                .map(sentence -> CompletableFuture.completedFuture(reading(sentence)))
                .toList();
    }

    private SentenceReading reading(String sentence) {
        Map<Integer, Double> openings = new HashMap<>();
        Set<TextSpan> spans = new HashSet<>();
        for (TextSpan word : Words.of(sentence)) {
            openings.put(word.begin(), open(sentence, word));
            spans.add(word);
        }
        spans.addAll(kept.detect(sentence).stream().map(Mention::span).collect(Collectors.toSet()));
        List<SpanReading> readings = spans.stream()
                .sorted()
                .map(span -> new SpanReading(span, "disease", open(sentence, span), -0.1, -0.2, 0))
                .toList();
        return new SentenceReading(readings, openings, examples.apply(sentence));
    }

    private static double open(String sentence, TextSpan span) {
        return span.in(sentence).contains("x") ? -0.3 : -3;
    }
}
