package io.osler.bench.speed;

import io.osler.bench.peers.WorkloadPrompts;
import io.osler.engine.Engine;
import io.osler.ner.AnnotatedText;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Prompts of clinical text, each beginning with a token of its own, so that the engine's prefixes cannot help. */
final class FreshPrompts {
    private final int[] text;
    private final int firstIds;
    private int count;

    FreshPrompts(Engine engine) {
        this(
                engine.tokenizer().encode(workload()),
                engine.model().config().shape().vocabulary());
    }

    FreshPrompts(int[] text, int vocabulary) {
        this.text = text;
        this.firstIds = vocabulary / 2;
    }

    private static String workload() {
        return WorkloadPrompts.sentences().stream().map(AnnotatedText::text).collect(Collectors.joining(" "));
    }

    /** The next {@code length} tokens of the workload, from its begin again at its end, behind a token not used before. */
    int[] next(int length) {
        int[] prompt = new int[length];
        int begin = Math.floorMod(count * length, text.length);
        Arrays.setAll(prompt, i -> text[(begin + i) % text.length]);
        // Ids of the vocabulary's middle: neither single bytes nor marks of the chat template.
        prompt[0] = firstIds / 2 + count++ % firstIds;
        return prompt;
    }
}
