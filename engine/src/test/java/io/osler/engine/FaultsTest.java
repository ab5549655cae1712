package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.osler.engine.grammar.TokenAutomaton;
import io.osler.engine.grammar.TokenLanguage;
import io.osler.engine.torch.TorchDecoder;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong for one request stays its own, and nothing is lost by it: memory, threads, waiting callers. */
@Timeout(60)
class FaultsTest {
    private static final int SLOTS = 180;

    @TempDir
    static Path folder;

    private static Path model;
    private static EngineOptions options;

    private final Gate gate = new Gate();
    private final List<CompletableFuture<Generation>> inFlight = new ArrayList<>();
    private Engine engine;

    @BeforeAll
    static void write() throws IOException {
        model = ToyModel.write("llama", folder.resolve("toy"));
        options = ToyModel.withSlots(ToyModel.OPTIONS, model, SLOTS)
                .withContextTokensMax(180)
                .withSequencesMax(2)
                .withStepTokensMax(16)
                .withQueueMax(3);
    }

    @BeforeEach
    void open() {
        engine = Engine.open(model, options);
    }

    @AfterEach
    void close() {
        gate.open();
        engine.close();
        assertThat(inFlight).allMatch(CompletableFuture::isDone);
    }

    @Test
    void cancellingInTheQueueTakesARequestOut() {
        CompletableFuture<Generation> running = startGated();
        CompletableFuture<Generation> second = engine.submit(request(1, 5).withTokensMax(150));
        CompletableFuture<Generation> waiting = engine.submit(request(2, 5).withTokensMax(4));
        waiting.cancel(true);
        second.cancel(true);
        gate.letPass(2);
        assertThat(engine.stats().waiting()).isZero();
        assertThat(engine.stats().running()).isEqualTo(1);
        running.cancel(true);
        gate.open();
        assertAllMemoryCanBeHad();
        assertThat(waiting).isCancelled();
    }

    @Test
    void cancellingWhileThePromptIsReadFreesItsSlots() {
        CompletableFuture<Generation> running = startGated();
        CompletableFuture<Generation> reading = engine.submit(request(3, 60).withTokensMax(10));
        gate.letPass(2);
        assertThat(engine.stats().running()).isEqualTo(2);
        long read = engine.stats().readTokens();
        reading.cancel(true);
        gate.letPass(3);
        assertThat(engine.stats().running()).isEqualTo(1);
        assertThat(engine.stats().readTokens()).as("it was not read on").isLessThanOrEqualTo(read + 3);
        running.cancel(true);
        gate.open();
        assertAllMemoryCanBeHad();
    }

    @Test
    void cancellingWhileAnswersComeFreesItsSlots() {
        CompletableFuture<Generation> running = startGated();
        gate.letPass(5);
        running.cancel(true);
        gate.open();
        assertAllMemoryCanBeHad();
        assertThatThrownBy(running::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void aPrefixInTheMiddleOfMemoryDoesNotStandInTheWayOfALongRequest() {
        CompletableFuture<Generation> running = startGated();
        int[] prompt = ids(4, 40);
        CompletableFuture<Reading> between = engine.submit(ReadingRequest.of(prompt));
        gate.letPass(6);
        assertThat(between).isCompleted();
        running.cancel(true);
        gate.open();
        assertThat(engine.generate(GenerationRequest.of(prompt).withTokensMax(140))
                        .tokens())
                .hasSize(140);
    }

    @Test
    void timeMayRunOutInTheQueue() throws Exception {
        inFlight.add(startGated());
        inFlight.add(engine.submit(request(5, 5).withTokensMax(150)));
        CompletableFuture<Generation> late = engine.submit(request(5, 7).withTimeLimit(Duration.ofMillis(1)));
        TimeUnit.MILLISECONDS.sleep(2);
        gate.open();
        assertThatThrownBy(() -> late.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(EngineException.class)
                .hasMessage("DEADLINE_EXCEEDED: request of 7 tokens: was not done within PT0.001S; allow more time, or"
                        + " send fewer at once");
    }

    @Test
    void timeMayRunOutWhileRunning() {
        CompletableFuture<Generation> other = engine.submit(request(6, 6).withTokensMax(30));
        Duration limit = Duration.ofMillis(200);
        assertThatThrownBy(() -> engine.generate(text(50).withTimeLimit(limit), event -> sleep(50)))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("DEADLINE_EXCEEDED: request of 3 tokens: was not done within PT0.2S");
        assertThat(other.join().tokens()).hasSize(30);
        assertAllMemoryCanBeHad();
    }

    @Test
    void aTimeLimitMayBeAsLongAsDurationsAre() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(engine.generate(request(7, 5).withTokensMax(3).withTimeLimit(forever))
                        .tokens())
                .hasSize(3);
    }

    @Test
    void aListenerThatThrowsEndsItsRequestAlone() {
        GenerationRequest neighbour = request(8, 9).withTokensMax(40);
        Generation alone = engine.generate(neighbour);
        for (boolean atTheEnd : new boolean[] {false, true}) {
            IllegalStateException own = new IllegalStateException("the listener's own");
            CompletableFuture<Generation> beside = engine.submit(neighbour);
            Consumer<GenerationEvent> thrower = event -> {
                if (event instanceof GenerationEvent.Finished == atTheEnd) {
                    throw own;
                }
            };
            assertThatThrownBy(() -> engine.generate(text(5), thrower)).isSameAs(own);
            assertThat(beside.join().text()).isEqualTo(alone.text());
        }
        assertAllMemoryCanBeHad();
    }

    @Test
    void aListenerMayThrowWhereNothingWasToBeAsked() {
        record Forced(int depth) implements Grammar {
            @Override
            public List<Move> moves() {
                return depth == 0 ? List.of() : List.of(new Move(new int[] {1}, new int[] {5}, 0, new Forced(0)));
            }

            @Override
            public int tokensMax() {
                return depth;
            }
        }
        IllegalStateException own = new IllegalStateException("the listener's own");
        GenerationRequest forced = request(22, 5).withGrammar(new Forced(1));
        assertThatThrownBy(() -> engine.generate(forced, event -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThat(engine.generate(forced).tokens()).hasSize(1);
    }

    @Test
    void aGrammarThatThrowsEndsItsRequestAlone() {
        record Broken(int depth, RuntimeException own) implements Grammar {
            @Override
            public List<Move> moves() {
                if (depth == 0) {
                    throw own;
                }
                Grammar next = new Broken(depth - 1, own);
                return List.of(
                        new Move(new int[] {1}, new int[] {1}, 0, next),
                        new Move(new int[] {2}, new int[] {2}, 0, next));
            }

            @Override
            public int tokensMax() {
                return 10;
            }

            @Override
            public int draftTokens() {
                return 1;
            }
        }
        for (int depth : new int[] {1, 2, 3}) {
            RuntimeException own = new IllegalStateException("the grammar's own");
            GenerationRequest broken = request(9, 5).withGrammar(new Broken(depth, own));
            CompletableFuture<Generation> beside = engine.submit(request(9, 8).withTokensMax(20));
            assertThatThrownBy(() -> engine.generate(broken)).isSameAs(own);
            assertThat(beside.join().tokens()).hasSize(20);
        }
        assertAllMemoryCanBeHad();
    }

    @Test
    void aGrammarWithTokensTheModelDoesNotHaveEndsItsRequestAlone() {
        record Wrong(int depth, int evidence, int token) implements Grammar {
            @Override
            public List<Move> moves() {
                Grammar next = new Wrong(depth - 1, evidence, token);
                return depth == 0
                        ? List.of()
                        : List.of(
                                new Move(new int[] {evidence}, new int[] {token}, 0, next),
                                new Move(new int[] {2}, new int[] {token}, 0, next));
            }

            @Override
            public int tokensMax() {
                return depth;
            }
        }
        for (Grammar wrong :
                List.of(new Wrong(4, 320, 1), new Wrong(4, 1, 320), new Wrong(4, -1, 1), new Wrong(4, 1, -1))) {
            CompletableFuture<Generation> beside = engine.submit(request(10, 8).withTokensMax(20));
            assertThatThrownBy(() -> engine.generate(request(10, 5).withGrammar(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("a grammar has token id (-1|320), expected 0 to 319");
            assertThat(beside.join().tokens()).hasSize(20);
        }
        assertAllMemoryCanBeHad();
    }

    @Test
    void aGrammarLongerThanItSaidIsStopped() {
        record Endless(int promised) implements Grammar {
            @Override
            public List<Move> moves() {
                return List.of(
                        new Move(new int[] {1}, new int[] {1, 3}, 0, this),
                        new Move(new int[] {2}, new int[] {2}, 0, this));
            }

            @Override
            public int tokensMax() {
                return promised;
            }
        }
        assertThatThrownBy(() -> engine.generate(request(11, 5).withGrammar(new Endless(20))))
                .isInstanceOf(EngineException.class)
                .hasMessageMatching(
                        "CONTEXT_EXCEEDED: prompt and answer: reach 2[67] tokens, there is room for 25; .*");
        assertThatThrownBy(() -> engine.generate(request(11, 5).withGrammar(new Endless(100_000))))
                .hasMessageMatching(
                        "CONTEXT_EXCEEDED: prompt and answer: reach 18[12] tokens, there is room for 180; .*");
        assertAllMemoryCanBeHad();
    }

    @Test
    void aFullQueueRefuses() {
        inFlight.add(startGated());
        inFlight.add(engine.submit(request(12, 5).withTokensMax(60)));
        gate.letPass(1);
        IntStream.range(0, 3).forEach(i -> inFlight.add(engine.submit(request(12, 6 + i))));
        assertThatThrownBy(() -> engine.submit(request(12, 4)))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "QUEUE_FULL: engine: 3 requests wait already, as many as queueMax allows; send less at once,"
                                + " use generateAll, or open the engine with a larger queueMax");
    }

    @Test
    void submittingManyWaitsForRoomInTheQueue() {
        List<GenerationRequest> requests = IntStream.range(0, 17)
                .mapToObj(i -> request(100 + i, 5 + i).withTokensMax(3 + i))
                .toList();
        List<Generation> all = engine.generateAll(requests);
        for (int i = 0; i < requests.size(); i++) {
            assertThat(all.get(i).text())
                    .isEqualTo(engine.generate(requests.get(i)).text());
        }
    }

    @Test
    void oneBadRequestOfManyCostsTheOthersNothing() {
        List<CompletableFuture<Generation>> futures = engine.submitAll(List.of(
                request(13, 5).withTokensMax(4),
                request(13, 300),
                GenerationRequest.of(1, 999),
                request(14, 5).withTokensMax(4)));
        assertThat(futures.get(0).join().tokens()).hasSize(4);
        assertThatThrownBy(futures.get(1)::join).cause().hasMessageStartingWith("CONTEXT_EXCEEDED: ");
        assertThatThrownBy(futures.get(2)::join).cause().isInstanceOf(IllegalArgumentException.class);
        assertThat(futures.get(3).join().tokens()).hasSize(4);
    }

    @Test
    void closingUnderLoadLeavesNobodyWaiting() throws Exception {
        CompletableFuture<Generation> running = startGated();
        inFlight.add(engine.submit(request(15, 5).withTokensMax(60)));
        gate.letPass(1);
        List<CompletableFuture<Generation>> waiting = new ArrayList<>(List.of(running));
        IntStream.range(0, 3).forEach(i -> waiting.add(engine.submit(request(15, 6 + i))));
        CompletableFuture<List<CompletableFuture<Generation>>> blocked = new CompletableFuture<>();
        Thread inTheWay = Thread.startVirtualThread(
                () -> blocked.complete(engine.submitAll(List.of(request(16, 5), request(16, 6), request(16, 7)))));
        AtomicReference<Throwable> caller = new AtomicReference<>();
        Thread generating = Thread.startVirtualThread(() ->
                caller.set(catchThrowable(() -> engine.generateAll(List.of(request(17, 5), request(17, 6))))));
        sleep(20);
        Thread closing = Thread.startVirtualThread(engine::close);
        sleep(5);
        gate.open();
        waiting.addAll(blocked.get(20, TimeUnit.SECONDS));
        for (CompletableFuture<Generation> future : waiting) {
            assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessage("CLOSED: engine: is closed; open another");
        }
        for (Thread thread : List.of(inTheWay, generating, closing)) {
            assertThat(thread.join(Duration.ofSeconds(20)))
                    .as("%s has ended", thread)
                    .isTrue();
        }
        assertThat(caller.get()).hasMessageStartingWith("CLOSED: ");
    }

    @Test
    void anInterruptedCallerLeavesAndItsRequestToo() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread caller = Thread.ofPlatform().start(() -> {
            thrown.set(catchThrowable(() -> engine.generate(text(150), gate)));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        gate.await();
        caller.interrupt();
        caller.join();
        gate.open();
        assertThat(thrown.get())
                .isInstanceOf(EngineException.class)
                .hasMessage("FAILED: caller: was interrupted while waiting for the engine");
        assertThat(interrupted.get()).as("the thread still knows").isTrue();
        assertAllMemoryCanBeHad();
    }

    @Test
    void twoEnginesUnderLoadDoNotMeet() {
        List<GenerationRequest> requests = IntStream.range(0, 12)
                .mapToObj(i -> request(200 + i, 10 + i).withTokensMax(12))
                .toList();
        List<String> alone =
                requests.stream().map(one -> engine.generate(one).text()).toList();
        try (Engine other = Engine.open(model, options.withQueueMax(50))) {
            List<CompletableFuture<Generation>> theirs = other.submitAll(requests);
            List<CompletableFuture<Generation>> ours =
                    engine.submitAll(requests.reversed()).reversed();
            for (int i = 0; i < requests.size(); i++) {
                assertThat(theirs.get(i).join().text()).isEqualTo(alone.get(i));
                assertThat(ours.get(i).join().text()).isEqualTo(alone.get(i));
            }
        }
        assertThat(engine.generate(requests.getFirst()).text()).isEqualTo(alone.getFirst());
    }

    @Test
    void promptsThatCannotBeAreRefusedAtOnce() {
        assertThatThrownBy(GenerationRequest::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt has no tokens, expected at least one");
        assertThatThrownBy(ReadingRequest::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens is empty, expected at least one");
        assertThatThrownBy(() -> engine.submit(GenerationRequest.of(3, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt holds token id -1 at index 1, expected 0 to 319");
        assertThatThrownBy(() -> engine.submit(ReadingRequest.of(3, 4, 320)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens holds token id 320 at index 2, expected 0 to 319");
        assertThatThrownBy(() -> engine.submit(ReadingRequest.of(3).withLogits(new int[] {0}, 1, 500)))
                .hasMessage("ids holds token id 500 at index 1, expected 0 to 319");
        assertThatThrownBy(() -> engine.submit(ReadingRequest.of(3).withHidden(new int[] {0}, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hiddenLayers asks for 3, the model has 2");
        assertThatThrownBy(() -> engine.submit(request(18, 180)))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("CONTEXT_EXCEEDED: prompt: has 180 tokens, the context holds 180; ");
        assertThat(engine.generate(request(18, 179).withTokensMax(1)).tokens()).hasSize(1);
        assertThat(engine.read(ReadingRequest.of(ids(18, 180)).withLogits(new int[] {179}, 1))
                        .logits())
                .hasDimensions(1, 1);
    }

    @Test
    void aPromptLongerThanMemoryIsRefused() {
        try (Engine little = Engine.open(model, ToyModel.withSlots(options, model, 50))) {
            assertThatThrownBy(() -> little.generate(request(19, 40).withTokensMax(11)))
                    .isInstanceOf(EngineException.class)
                    .hasMessage(
                            "MEMORY_SHORT: prompt of 40 tokens and its answer: may need 51 tokens of key/value memory,"
                                    + " 50 are there, pinned ones included; shorten it or open the engine with more cacheBytes");
            assertThat(little.generate(request(19, 40).withTokensMax(10)).tokens())
                    .hasSize(10);
        }
    }

    @Test
    void moreMemoryThanThereIsCannotBePromised() {
        assertThatThrownBy(() -> Engine.open(model, ToyModel.OPTIONS.withCacheBytes(1L << 60)))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("MEMORY_SHORT: ")
                .hasMessageContaining("needs about 1152921504.6 GB as F32, 1152921504.6 GB of it for keys and values;");
        assertThatThrownBy(() -> Engine.open(model, ToyModel.OPTIONS.withCacheBytes(600)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cacheBytes is 600, expected at least 1024, two tokens of this model");
    }

    /** The weights are taken away for a moment, which libtorch notices in the middle of a step. */
    @Test
    void aStepThatFailsInsideLibtorchFailsItsRequestsAndNoOthers() throws Exception {
        Generation before = engine.generate(request(20, 30).withTokensMax(5));
        CompletableFuture<Generation> running = startGated();
        CompletableFuture<Reading> beside = engine.submit(ReadingRequest.of(ids(21, 60)));
        Object decoder = field(Engine.class, "decoder").get(engine);
        Field weights = field(TorchDecoder.class, "weights");
        Object good = weights.get(decoder);
        weights.set(decoder, field(TorchDecoder.class, "scales").get(decoder));
        gate.open();
        for (CompletableFuture<?> future : List.of(running, beside)) {
            assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("FAILED: step of \\d+ rows: failed inside libtorch \\(.+\\)");
        }
        weights.set(decoder, good);
        assertThat(engine.generate(request(20, 30).withTokensMax(5)).text()).isEqualTo(before.text());
        assertAllMemoryCanBeHad();
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** A long generation, held at its first piece. */
    private CompletableFuture<Generation> startGated() {
        CompletableFuture<Generation> running = engine.submit(text(100), gate);
        gate.await();
        return running;
    }

    /** So many tokens of letters, whichever: each is a piece of text. */
    private GenerationRequest text(int tokens) {
        TokenAutomaton letters = TokenAutomaton.of(TokenLanguage.regex("[a-z]{1000}"), engine.tokenizer());
        return GenerationRequest.of(1, 2, 3).withTokensMax(tokens).withAutomaton(letters);
    }

    /** A prompt that needs every slot there is but a few, and shares nothing, has to find room. */
    private void assertAllMemoryCanBeHad() {
        assertThat(engine.generate(request(99, 170).withTokensMax(10)).tokens()).hasSize(10);
    }

    private static GenerationRequest request(int seed, int promptTokens) {
        return GenerationRequest.of(ids(seed, promptTokens));
    }

    private static int[] ids(int seed, int count) {
        return new SplittableRandom(seed).ints(count, 20, 319).toArray();
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
