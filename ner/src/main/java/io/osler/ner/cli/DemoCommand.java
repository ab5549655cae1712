package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.Mention;
import io.osler.ner.export.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code osler demo}: the whole way on three invented notes. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        defaultValueProvider = OptionDefaults.class,
        sortOptions = false,
        description = {"Annotates three invented notes: pulls a model, shows what it finds, writes a report.", ""},
        footer = {
            "",
            "Examples:",
            "  osler demo",
            "  osler demo --model smollm2-135m-instruct --weights int8 --out /tmp/demo",
            "",
            "Results go to out/demo unless --out says otherwise; those of an earlier demo are replaced."
        })
final class DemoCommand implements Callable<Integer> {
    static final List<String> SAMPLES = List.of("discharge-summary", "emergency-note", "primary-care-soap");

    private static final Path OUT = Path.of("out", "demo");
    private static final int TEXT_COLUMN = 2;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnnotationOptions options;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path out = options.out().orElse(OUT);
        TextTable table = new TextTable(TEXT_COLUMN, "note", "characters", "text", "type", "confidence");
        NoteInputs samples =
                new NoteInputs(SAMPLES.stream().map(DemoCommand::sample).toList(), List.of(), Set.of());
        RunSummary summary = new AnnotationJob(surroundings, options, out, Osler.debugs(spec.commandLine()))
                .run(samples, found -> addRows(table, found));
        table.lines(surroundings.terminal().columns()).forEach(surroundings.out()::println);
        tellWhatItMeans(summary, out);
        return summary.failures().isEmpty() ? ExitCodes.DONE : ExitCodes.INPUTS_FAILED;
    }

    private static NoteInput sample(String id) {
        byte[] text = resource("/io/osler/ner/samples/" + id + ".txt");
        return new NoteInput(id, false, "sample " + id, text.length, () -> new ByteArrayInputStream(text));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = DemoCommand.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource %s is missing from the build".formatted(name));
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addRows(TextTable table, Annotations found) {
        String text = found.note().text();
        for (Mention mention : found.mentions()) {
            table.add(
                    found.note().id(),
                    "%d-%d"
                            .formatted(
                                    text.codePointCount(0, mention.span().begin()),
                                    text.codePointCount(0, mention.span().end())),
                    DisplayWidth.harmless(mention.span().in(text)),
                    mention.type(),
                    String.format(Locale.ROOT, "%.2f", mention.confidence()));
        }
    }

    private void tellWhatItMeans(RunSummary summary, Path out) {
        surroundings.out().println();
        surroundings.out().println(summary.text());
        surroundings
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%s on %s, opened in %.1f s",
                        summary.model(),
                        summary.device(),
                        summary.secondsToOpen()));
        surroundings.out().println(whoFoundThem());
        if (options.formats().contains(ExportFormat.HTML)) {
            surroundings.out().println("Look at it: " + out.resolve("report.html"));
        }
        surroundings.out().println("All results: " + out);
    }

    private String whoFoundThem() {
        return switch (options.detector()) {
            case LLM ->
                "A small general model found these: it misses some and gets some wrong. Confidence is its own"
                        + " and is not calibrated. A person must review the results before anyone relies on them.";
            case DICTIONARY ->
                "Names of a knowledge base were found: what it does not list is missed, and a name may mean something"
                        + " else here. A person must review the results before anyone relies on them.";
        };
    }
}
