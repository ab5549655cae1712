package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.WeightForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code osler bench bars}: the figures the project is held to, measured here and now. */
@Command(
        name = "bars",
        description = "Measure each figure the project is held to and print it beside its bar.",
        mixinStandardHelpOptions = true)
public final class BarsCommand implements Callable<Integer> {
    private enum Bars {
        MAIN,
        ENGINE,
        KB,
        STUDY,
        QUALITY
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--only", defaultValue = "MAIN", description = "Which figures: ${COMPLETION-CANDIDATES}.")
    private Bars only;

    @Option(
            names = "--model",
            split = ",",
            defaultValue = "smollm2-135m-instruct",
            description = "Ids of the store; for QUALITY several that read side by side are joined by +.")
    private List<String> models;

    @Option(names = "--form", defaultValue = "AUTO", description = "Weight form: ${COMPLETION-CANDIDATES}.")
    private WeightForm form;

    @Option(names = "--device", defaultValue = "CPU", description = "Where: ${COMPLETION-CANDIDATES}.")
    private ComputeDevice device;

    @Option(
            names = "--figures",
            split = ",",
            description = "Of the engine's figures only these: ${COMPLETION-CANDIDATES}.")
    private Set<EngineBars.Figure> figures = EnumSet.allOf(EngineBars.Figure.class);

    @Option(
            names = "--kb-figures",
            split = ",",
            description = "Of the knowledge base's figures only these: ${COMPLETION-CANDIDATES}.")
    private Set<KbBars.Figure> kbFigures =
            EnumSet.complementOf(EnumSet.of(KbBars.Figure.LINK_DENSE, KbBars.Figure.GRAPH));

    @Option(
            names = "--quality-figures",
            split = ",",
            description = "Of the figures of fitted heads only these: ${COMPLETION-CANDIDATES}.")
    private Set<QualityBars.Figure> qualityFigures = EnumSet.complementOf(EnumSet.of(QualityBars.Figure.ACTIVE));

    @Mixin
    private ActiveOptions active;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Corpora and vocabularies as their owners publish them, for KB, STUDY and QUALITY.")
    private Path data;

    @Option(
            names = "--encoder",
            defaultValue = "all-minilm-l6-v2",
            description = "Of the store, for the knowledge base's figures: ${DEFAULT-VALUE}.")
    private String encoder;

    @Option(names = "--names", defaultValue = "1000000", description = "Of the generated vocabulary: ${DEFAULT-VALUE}.")
    private int names;

    @Option(
            names = "--graph-rows",
            defaultValue = "1000000",
            description = "Of the graph's generated vectors: ${DEFAULT-VALUE}.")
    private int graphRows;

    @Mixin
    private StudyOptions study;

    @Option(names = "--peers", paramLabel = "DIR", description = "What bench/peers printed, to be held against.")
    private Path peers;

    @Option(names = "--sentences", defaultValue = "200", description = "Of the few-shot workload: ${DEFAULT-VALUE}.")
    private int sentences;

    @Option(names = "--rounds", defaultValue = "3", description = "Runs of what can be repeated: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--requests",
            defaultValue = "10000",
            description = "Small requests over which memory may not grow: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(names = "--golden", defaultValue = "engine/src/test/resources/golden/smollm2", hidden = true)
    private Path golden;

    @Option(names = "--json", description = "One JSON object per figure.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        EngineBars.Plan plan = plan();
        ActiveOptions.Plan simulated = active();
        PeerFigures theirs = peerFigures();
        theirs.problems().forEach(problem -> System.err.println("osler bench bars: left out " + problem));
        if (!json) {
            System.out.println(MachineFacts.describe() + "\n");
            System.out.println(Bar.TABLE_HEAD);
        }
        if (only == Bars.KB) {
            KbBars.Plan of = new KbBars.Plan(Optional.ofNullable(data), encoder, names, graphRows, rounds);
            new KbBars(of, new BarSheet("kb", this::print)).measure(kbFigures);
            return 0;
        }
        if (only == Bars.STUDY) {
            new StudyBars(
                            study.plan(Optional.ofNullable(data), models, form, device),
                            new BarSheet("study", this::print))
                    .measure();
            return 0;
        }
        if (only == Bars.QUALITY) {
            for (String id : models) {
                new QualityBars(
                                BenchReader.of(id, form, device),
                                Optional.ofNullable(data),
                                simulated,
                                new BarSheet(id, this::print))
                        .measure(qualityFigures);
            }
            return 0;
        }
        for (String id : models) {
            BenchModel model = BenchModel.of(id, form, device);
            BarSheet sheet = new BarSheet(id, this::print);
            switch (only) {
                case MAIN -> new MainBars(model, golden, rounds, sheet).measure();
                case ENGINE -> new EngineBars(model, plan, theirs, sheet).measure(figures);
                case KB, STUDY, QUALITY -> throw new AssertionError("was measured above");
            }
        }
        return 0;
    }

    private EngineBars.Plan plan() {
        try {
            return new EngineBars.Plan(sentences, rounds, requests, golden);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ActiveOptions.Plan active() {
        try {
            return active.plan();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private PeerFigures peerFigures() throws IOException {
        if (peers == null) {
            return PeerFigures.NONE;
        }
        if (!Files.isDirectory(peers)) {
            throw new ParameterException(
                    spec.commandLine(), "--peers is %s, expected a directory with the peers' lines".formatted(peers));
        }
        return PeerFigures.read(peers);
    }

    private void print(Bar bar) {
        System.out.println(json ? bar.json() : bar.row());
        System.out.flush();
    }
}
