package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.ner.eval.EvalSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which runs the study's figures are of. Filled by picocli. */
final class StudyOptions {
    @Option(
            names = "--study-run",
            paramLabel = "DIR",
            description = "What 'osler eval -o DIR' left, finished or not; may be given again. Without it the settings"
                    + " are run here.")
    private List<Path> runs = List.of();

    @Option(
            names = "--study-out",
            paramLabel = "DIR",
            defaultValue = "out/study-bars",
            description = "Where a run made here lies, to be gone on with: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--study-sample",
            paramLabel = "WHICH",
            defaultValue = "random:300",
            description = "Sentences of a run made here, as 'osler eval --sample' takes them: ${DEFAULT-VALUE}.")
    private String sample;

    @Option(
            names = "--study-seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of the examples drawn in a run made here: ${DEFAULT-VALUE}.")
    private long seed;

    /** @throws IllegalArgumentException when the sample is none */
    StudyBars.Plan plan(Optional<Path> data, List<String> models, WeightForm form, ComputeDevice device) {
        EngineOptions engine = EngineOptions.DEFAULTS.withWeightForm(form).withDevice(device);
        return new StudyBars.Plan(data, runs, new StudyRun(models, engine, new EvalSample(sample), seed, out));
    }
}
