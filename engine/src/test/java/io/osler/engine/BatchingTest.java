package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.grammar.TokenAutomaton;
import io.osler.engine.grammar.TokenLanguage;
import io.osler.engine.grammar.TokenVocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of all kinds at once, on little memory and in small steps, against each of them alone. */
class BatchingTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int VOCABULARY = 319;

    /** A mixed load needs several times as many. */
    private static final int SLOTS = 240;

    @TempDir
    static Path folder;

    /** Something to ask, and all that comes of it. */
    private record Task(String name, Function<Engine, Answer> work) {}

    private record Answer(List<Integer> tokens, float[] numbers) {}

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gemma3", "mistral", "qwen3-window"})
    void togetherIsAsAlone(String family) throws Exception {
        Path model = ToyModel.write(family, folder.resolve(family));
        EngineOptions small = ToyModel.withSlots(ToyModel.OPTIONS, model, SLOTS)
                .withSequencesMax(3)
                .withStepTokensMax(16)
                .withDraftTokensMax(8);
        List<Task> tasks = tasks();
        List<Answer> alone = new ArrayList<>();
        for (Task task : tasks) {
            try (Engine engine = Engine.open(model, ToyModel.OPTIONS.withDraftTokensMax(1))) {
                alone.add(task.work.apply(engine));
            }
        }
        try (Engine engine = Engine.open(model, small)) {
            List<Answer> together = together(engine, tasks);
            for (int i = 0; i < tasks.size(); i++) {
                String name = tasks.get(i).name;
                assertThat(together.get(i).tokens).as(name).isEqualTo(alone.get(i).tokens);
                assertClose(name, together.get(i).numbers, alone.get(i).numbers);
            }
            EngineStats stats = engine.stats();
            assertThat(stats.evictedTokens())
                    .as("prefixes were given up for want of slots")
                    .isPositive();
            assertThat(stats.reusedTokens()).isPositive();
            assertThat(stats.readTokens()).as("steps carry several requests").isGreaterThan(2 * stats.steps());
        }
    }

    /** A chain of choices whose first move is always taken, as drafts expect. */
    private record Certain(int depth) implements Grammar {
        @Override
        public List<Move> moves() {
            Grammar next = new Certain(depth - 1);
            return depth == 0
                    ? List.of()
                    : List.of(
                            new Move(IntStream.range(0, 300).toArray(), new int[] {7}, 9, next),
                            new Move(new int[] {310}, new int[] {8}, 0, next));
        }

        @Override
        public int tokensMax() {
            return depth;
        }
    }

    @Test
    void oneThatDraftsFarLeavesATokenOfEachStepForEveryOther() throws Exception {
        Path model = ToyModel.write("llama", folder.resolve("fair"));
        EngineOptions options = ToyModel.OPTIONS.withSequencesMax(4).withStepTokensMax(4);
        Gate gate = new Gate();
        try (Engine engine = Engine.open(model, options)) {
            TokenAutomaton letters = TokenAutomaton.of(TokenLanguage.regex("[a-z]{99}"), engine.tokenizer());
            CompletableFuture<Generation> first =
                    engine.submit(GenerationRequest.of(1).withTokensMax(2).withAutomaton(letters), gate);
            gate.await();
            CompletableFuture<Generation> drafting =
                    engine.submit(GenerationRequest.of(2).withGrammar(new Certain(60)));
            List<CompletableFuture<Boolean>> others = IntStream.range(3, 5)
                    .mapToObj(i -> engine.submit(GenerationRequest.of(i).withTokensMax(8))
                            .thenApply(generation -> drafting.isDone()))
                    .toList();
            gate.open();
            for (CompletableFuture<Boolean> other : others) {
                assertThat(other.get(20, TimeUnit.SECONDS))
                        .as("waited for the long one")
                        .isFalse();
            }
            Generation drafted = drafting.get(20, TimeUnit.SECONDS);
            assertThat(drafted.usage().keptTokens()).isPositive();
            assertThat(first).isCompleted();
        }
    }

    private static List<Answer> together(Engine engine, List<Task> tasks) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> futures = tasks.stream()
                    .map(task -> callers.submit(() -> {
                        start.await();
                        return task.work.apply(engine);
                    }))
                    .toList();
            start.countDown();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : futures) {
                answers.add(future.get(60, TimeUnit.SECONDS));
            }
            return answers;
        }
    }

    private static void assertClose(String name, float[] found, float[] expected) {
        assertThat(found).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            boolean same =
                    Float.isNaN(expected[i]) ? Float.isNaN(found[i]) : Math.abs(found[i] - expected[i]) < TOLERANCE;
            assertThat(same)
                    .as("%s: number %d is %s, alone %s", name, i, found[i], expected[i])
                    .isTrue();
        }
    }

    private static List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        int[] common = ids(0, 50);
        for (int i = 0; i < 3; i++) {
            int[] prompt = i < 2 ? joined(common, ids(i, 9 + i)) : ids(i, 64);
            tasks.add(generation("greedy " + i, GenerationRequest.of(prompt).withTokensMax(22)));
            tasks.add(generation(
                    "sampled " + i,
                    GenerationRequest.of(prompt)
                            .withTokensMax(9)
                            .withSampling(new SamplingOptions(0.9f, 5, 1f, 40 + i))));
            tasks.add(generation(
                    "maze " + i, GenerationRequest.of(Arrays.copyOf(prompt, 40)).withGrammar(new Maze(70 + i, 14))));
            tasks.add(reading(
                    "logits " + i, ReadingRequest.of(prompt).withLogits(new int[] {3 + i, 40, 55}, 9, 2, 300)));
            tasks.add(reading("depth " + i, ReadingRequest.of(prompt).withHidden(new int[] {1, 20, 58 - i}, i)));
        }
        int[] text = joined(common, ids(7, 30));
        tasks.add(reading("whole", ReadingRequest.of(text).withLogits(new int[] {0, 79})));
        tasks.add(reading(
                "both",
                ReadingRequest.of(text).withLogits(new int[] {60}, 1, 2).withHidden(new int[] {5, 79}, 0, 1, 2)));
        tasks.add(held("pattern", text, TokenLanguage.regex("(fever|cough|pain)( and [a-z]{4}){2}")));
        tasks.add(held("json", common, TokenLanguage.jsonSchema("""
                        {"type": "object", "properties": {"found": {"type": "boolean"}, "size": {"enum": [3, 17, 40]}},
                         "required": ["found", "size"]}""")));
        tasks.add(branches(text));
        return tasks;
    }

    private static Task generation(String name, GenerationRequest request) {
        return new Task(name, engine -> answer(engine.generate(request)));
    }

    private static Task held(String name, int[] prompt, TokenLanguage language) {
        return new Task(name, engine -> {
            TokenAutomaton automaton = TokenAutomaton.of(language, TokenVocabulary.of(engine.tokenizer()));
            return answer(engine.generate(
                    GenerationRequest.of(prompt).withTokensMax(40).withAutomaton(automaton)));
        });
    }

    private static Task reading(String name, ReadingRequest request) {
        return new Task(name, engine -> {
            Reading reading = engine.read(request);
            List<float[]> rows = new ArrayList<>(Arrays.asList(reading.logits()));
            Arrays.stream(reading.hidden()).flatMap(Arrays::stream).forEach(rows::add);
            return new Answer(List.of(), joined(rows));
        });
    }

    private static Task branches(int[] text) {
        List<Branch> branches = IntStream.range(0, 6)
                .mapToObj(i -> new Branch(70 + 2 * i, ids(20 + i, i), 5, 17, 200))
                .toList();
        return new Task("branches", engine -> {
            List<float[]> rows = new ArrayList<>();
            engine.score(text, branches).forEach(logits -> rows.addAll(Arrays.asList(logits)));
            return new Answer(List.of(), joined(rows));
        });
    }

    private static Answer answer(Generation generation) {
        List<float[]> rows = new ArrayList<>();
        for (Generation.Token token : generation.tokens()) {
            rows.add(new float[] {(float) token.logProbability()});
        }
        for (Grammar.Decision decision : generation.decisions()) {
            float[] row = new float[decision.logProbabilities().length];
            IntStream.range(0, row.length).forEach(i -> row[i] = (float) decision.logProbabilities()[i]);
            rows.add(row);
        }
        return new Answer(generation.tokens().stream().map(Generation.Token::id).toList(), joined(rows));
    }

    private static float[] joined(List<float[]> rows) {
        float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static int[] ids(int seed, int count) {
        return new SplittableRandom(seed).ints(count, 0, VOCABULARY).toArray();
    }
}
