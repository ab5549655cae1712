package io.osler.ner.detect;

import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.engine.Grammar;
import io.osler.models.text.ChatTemplate;
import io.osler.models.text.Tokenizer;
import io.osler.ner.prompt.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A model whose answers are written beforehand. Under a grammar it goes the way that spells its answer. */
final class ScriptedModel implements LanguageModel {
    private final Tokenizer tokenizer = Tokenizers.bytes();
    private final UnaryOperator<String> answers;
    private final Optional<ChatTemplate> template;
    private final List<String> prompts = new ArrayList<>();

    /** @param answers from a prompt to what is said to it */
    ScriptedModel(UnaryOperator<String> answers) {
        this(answers, Optional.empty());
    }

    ScriptedModel(UnaryOperator<String> answers, Optional<ChatTemplate> template) {
        this.answers = answers;
        this.template = template;
    }

    /** All that was asked, in order. */
    List<String> prompts() {
        return prompts;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int[] begin(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return template;
    }

    @Override
    public List<CompletableFuture<Generation>> submitAll(List<GenerationRequest> requests) {
        return requests.stream()
                .map(request -> CompletableFuture.completedFuture(answer(request)))
                .toList();
    }

    private Generation answer(GenerationRequest request) {
        String prompt = tokenizer.decode(request.prompt());
        prompts.add(prompt);
        String said = answers.apply(prompt);
        List<Grammar.Decision> decisions = request.grammar()
                .map(start -> decisions(start, (said + "\n").getBytes(StandardCharsets.UTF_8)))
                .orElse(List.of());
        Generation.Usage usage = new Generation.Usage(request.prompt().length, 3, 0, 1, 0, 0, 0, 0, 0);
        List<Generation.Token> tokens = Arrays.stream(tokenizer.encode(said))
                .mapToObj(id -> new Generation.Token(id, 0))
                .toList();
        return new Generation(said, tokens, decisions, Generation.FinishReason.END_OF_TURN, usage);
    }

    private List<Grammar.Decision> decisions(Grammar start, byte[] said) {
        List<Grammar.Decision> decisions = new ArrayList<>();
        int written = 0;
        Grammar at = start;
        for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
            int chosen = chosen(moves, Arrays.copyOfRange(said, Math.min(written, said.length), said.length));
            if (moves.size() > 1) {
                double[] even = new double[moves.size()];
                Arrays.fill(even, -Math.log(even.length));
                decisions.add(new Grammar.Decision(at, chosen, even));
            }
            written += moves.get(chosen).tokens().length;
            at = moves.get(chosen).next();
        }
        return decisions;
    }

    /** The longest move that goes on with what is to be said; the tokenizer's tokens are bytes. */
    private int chosen(List<Grammar.Move> moves, byte[] rest) {
        int best = -1;
        for (int i = 0; i < moves.size(); i++) {
            int[] tokens = moves.get(i).tokens();
            boolean fits = tokens.length <= rest.length;
            for (int j = 0; fits && j < tokens.length; j++) {
                fits = tokenizer.bytes(tokens[j])[0] == rest[j];
            }
            if (fits && (best < 0 || tokens.length > moves.get(best).tokens().length)) {
                best = i;
            }
        }
        if (best < 0) {
            throw new AssertionError("the grammar does not allow what the model was to say, with %d bytes left: %s"
                    .formatted(rest.length, new String(rest, StandardCharsets.UTF_8)));
        }
        return best;
    }
}
