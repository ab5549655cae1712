package io.osler.bench.speed;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.LookUpOptions;
import io.osler.kb.ScanOptions;
import io.osler.kb.Sense;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.search.NameMatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * A knowledge base of generated names: looking one up, as it is written, in another order, with a mistype; scanning a text
 * of a million characters, so that runs per second are megabytes per second.
 */
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KbBenchmark {
    private static final int ASKED = 1 << 12;
    private static final int TEXT_CHARACTERS = 1_000_000;

    /** What stands between names in a text. */
    private static final String[] FILLER = {
        "the patient was seen with", "and", "no signs of", ". There was", "treated for", "; history of", "in the", "is"
    };

    @Param("400000")
    private int names;

    private TemporaryDirectory directory;
    private KnowledgeBase kb;
    private List<String> written;
    private List<String> reordered;
    private List<String> mistyped;
    private String text;
    private int next;

    @Setup
    public void build() {
        directory = TemporaryDirectory.create();
        Path built = directory.path().resolve("kb");
        new KnowledgeBaseBuilder().add(new GeneratedNames(names)).build(built);
        kb = KnowledgeBase.open(built);
        SplittableRandom random = new SplittableRandom(13);
        written = new ArrayList<>();
        reordered = new ArrayList<>();
        mistyped = new ArrayList<>();
        for (int i = 0; i < ASKED; i++) {
            String name = kb.concept(random.nextInt(kb.size())).preferredName();
            written.add(name);
            reordered.add(String.join(" ", List.of(name.split(" ")).reversed()));
            StringBuilder letters = new StringBuilder(name);
            letters.setCharAt(random.nextInt(letters.length()), 'y');
            mistyped.add(letters.toString());
        }
        text = text(random);
    }

    private String text(SplittableRandom random) {
        StringBuilder all = new StringBuilder(TEXT_CHARACTERS + 200);
        while (all.length() < TEXT_CHARACTERS) {
            all.append(FILLER[random.nextInt(FILLER.length)]).append(' ');
            all.append(written.get(random.nextInt(ASKED))).append(' ');
        }
        all.setLength(TEXT_CHARACTERS);
        return all.toString();
    }

    @TearDown
    public void delete() {
        kb.close();
        directory.close();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public List<Sense> lookUp() {
        return kb.lookUp(written.get(next++ & (ASKED - 1)));
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public List<Sense> lookUpInAnotherOrder() {
        return kb.lookUp(reordered.get(next++ & (ASKED - 1)));
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public List<Sense> lookUpMistyped() {
        return kb.lookUp(mistyped.get(next++ & (ASKED - 1)), LookUpOptions.DEFAULTS.withEditsMax(2));
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public List<NameMatch<List<Sense>>> scanMegabyte() {
        return kb.scan(text, ScanOptions.DEFAULTS);
    }
}
