package io.osler.bench.speed;

import io.osler.engine.WeightForm;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler bench jmh}: the micro-benchmarks, each in a JVM of its own. */
@Command(
        name = "jmh",
        description = "Run the JMH suites: tokens or sentences per second of one thing at a time.",
        mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    /** Suites open models themselves, and libtorch is native. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    @Parameters(
            arity = "0..1",
            defaultValue = "io.osler.bench",
            description = "Regular expression: names that contain a match. All by default.")
    private String pattern;

    @Option(names = "--list", description = "Only say which there are.")
    private boolean list;

    @Option(names = "--quick", description = "One short iteration each: to see that they work, not to measure.")
    private boolean quick;

    @Option(names = "--model", split = ",", description = "Ids of the store instead of the suites' own.")
    private List<String> models = List.of();

    @Option(names = "--form", split = ",", description = "Weight forms instead of the suites' own.")
    private List<WeightForm> forms = List.of();

    @Option(names = "-o", paramLabel = "FILE.json", description = "Results, in JMH's own JSON.")
    private Path file;

    @Override
    public Integer call() throws RunnerException {
        List<String> found = names(pattern);
        if (found.isEmpty()) {
            System.err.println("osler bench jmh: nothing matches '%s', expected part of one of %s"
                    .formatted(pattern, names(".*")));
            return 2;
        }
        if (list) {
            found.forEach(System.out::println);
        } else {
            new Runner(options().build()).run();
        }
        return 0;
    }

    /** Suites whose full name contains a match of the expression, sorted. */
    static List<String> names(String pattern) {
        Collection<BenchmarkListEntry> all = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                        List.of(pattern),
                        List.of());
        return all.stream().map(BenchmarkListEntry::getUsername).sorted().toList();
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options =
                new OptionsBuilder().include(pattern).shouldFailOnError(true).jvmArgsAppend(NATIVE_ACCESS);
        if (quick) {
            TimeValue moment = TimeValue.seconds(1);
            options.warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(moment)
                    .forks(1);
        }
        if (!models.isEmpty()) {
            options.param("model", models.toArray(String[]::new));
        }
        if (!forms.isEmpty()) {
            options.param("form", forms.stream().map(WeightForm::name).toArray(String[]::new));
        }
        if (file != null) {
            options.resultFormat(ResultFormatType.JSON).result(file.toString());
        }
        return options;
    }
}
