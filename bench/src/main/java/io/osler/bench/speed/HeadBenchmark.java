package io.osler.bench.speed;

import io.osler.bench.peers.WorkloadPrompts;
import io.osler.engine.ComputeDevice;
import io.osler.engine.WeightForm;
import io.osler.ner.Mention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.RandomDraw;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadMentionDetector;
import io.osler.ner.head.HeadOptions;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.Heads;
import io.osler.ner.head.ReadSentences;
import io.osler.ner.head.SentenceReading;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The sentences of the workload by a fitted head: the whole way, the model's reading alone, and what the head adds. An
 * engine that has seen a sentence need not read it again, so each shot has a new one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class HeadBenchmark {
    /** Enough to learn from that a head finds about what it would find, and not much more. */
    private static final int FITTED = 64;

    @Param({"smollm2-135m-instruct", "all-mpnet-base-v2", "smollm2-135m-instruct+all-mpnet-base-v2"})
    private String model;

    @Param("AUTO")
    private WeightForm form;

    private final Task task = Tasks.find("clinical");
    private final List<GoldSentence> gold = IntStream.range(
                    0, WorkloadPrompts.sentences().size())
            .mapToObj(i -> new GoldSentence(
                    "s" + i, "d" + i, WorkloadPrompts.sentences().get(i)))
            .toList();
    private final List<String> sentences = FewShotWork.texts(WorkloadPrompts.sentences());
    private FittedHead head;
    private ReadSentences known;
    private HeadReader reader;

    @Setup(Level.Trial)
    public void fit() {
        try (HeadReader reading = open(model, form)) {
            known = read(reading);
            head = Heads.fit(
                    reading,
                    task,
                    known.at(RandomDraw.places(known.size(), FITTED, 7)),
                    known.at(List.of()),
                    HeadOptions.DEFAULTS,
                    Optional.empty(),
                    _ -> {});
        }
    }

    @Setup(Level.Iteration)
    public void open() {
        reader = open(model, form);
    }

    private static HeadReader open(String model, WeightForm form) {
        return BenchReader.of(model, form, ComputeDevice.CPU).open();
    }

    @TearDown(Level.Iteration)
    public void close() {
        reader.close();
    }

    /** As {@code osler annotate --head} does it. */
    @Benchmark
    public List<List<Mention>> annotate() {
        return new HeadMentionDetector(reader, List.of(head), OptionalDouble.empty())
                .detectAll(sentences).stream().map(CompletableFuture::join).toList();
    }

    /** No head: the hidden states of all words. */
    @Benchmark
    public ReadSentences read() {
        return read(reader);
    }

    private ReadSentences read(HeadReader by) {
        return ReadSentences.read(by, task, gold, HeadOptions.DEFAULTS, "workload", _ -> {});
    }

    /** The head alone, on one core, of states that are known. */
    @Benchmark
    public List<SentenceReading> tag() {
        return IntStream.range(0, known.size())
                .mapToObj(place -> known.reading(head, place))
                .toList();
    }
}
