package io.osler.ner.cli;

import io.osler.engine.Embedder;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.TextEncoder;
import io.osler.kb.build.BuildReport;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.search.NameIndexes;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.Sources;
import io.osler.kb.source.UmlsOptions;
import io.osler.kb.vector.VectorForm;
import io.osler.ner.link.EmbedderEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler kb build}: vocabularies in, a directory out. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Builds a knowledge base from vocabularies.", ""},
        footer = {
            "",
            "Examples:",
            "  osler kb build doid.obo -o disease-kb",
            "  osler kb build hp.json.gz mesh-tsv:mesh.tsv terms.csv -o my-kb",
            "  osler kb build mesh.xml -o mesh-kb --index --embed all-minilm-l6-v2",
            "  osler kb build umls/META -o umls-kb --umls-source SNOMEDCT_US,RXNORM",
            "",
            "A format is known by what is in the file; FORMAT:PATH says it, where FORMAT is one",
            "of obo, obographs, umls, mesh-xml, mesh-tsv, drugbank, hgnc, biolexica, table. A",
            "table is a CSV or TSV with a header: id, name, and, if you like, synonyms (parted",
            "by |), type, definition, alternative ids. Files may be gzipped.",
            "",
            "Exit code: 0 built, 1 a vocabulary does not read, 2 wrong usage, 3 no room."
        })
final class KbBuildCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Files, UMLS directories, or FORMAT:PATH.")
    private List<String> specs;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Directory of the knowledge base; made when it is missing.")
    private Path out;

    @Option(names = "--force", description = "Replace the knowledge base that is there.")
    private boolean force;

    @Option(
            names = "--umls-language",
            split = ",",
            paramLabel = "LAT",
            description = "Of UMLS, names in these languages (default: ENG).")
    private Set<String> umlsLanguages = UmlsOptions.DEFAULT.languages();

    @Option(
            names = "--umls-source",
            split = ",",
            paramLabel = "SAB",
            description = "Of UMLS, names of these vocabularies only (default: all).")
    private Set<String> umlsSources = UmlsOptions.DEFAULT.sources();

    @Option(
            names = "--umls-suppressed",
            arity = "0..1",
            fallbackValue = "",
            split = ",",
            paramLabel = "FLAG",
            description = "Of UMLS, flags of SUPPRESS that keep a name out; '--umls-suppressed=' takes all"
                    + " (default: O,E,Y).")
    private Set<String> umlsSuppressed = UmlsOptions.DEFAULT.suppressed();

    @Option(
            names = "--index",
            description = "Also index names by words and letters: finds and links what no name is written like.")
    private boolean index;

    @Option(
            names = "--embed",
            paramLabel = "MODEL",
            description = "Also make a vector of each name with this encoder, such as all-minilm-l6-v2: an id of"
                    + " 'osler models list' or a model directory.")
    private String encoder;

    @Option(names = "--json", description = "Print the counts as one JSON object.")
    private boolean json;

    KbBuildCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        requireFree();
        KnowledgeBaseBuilder builder = new KnowledgeBaseBuilder();
        UmlsOptions umls = umls();
        specs.forEach(spec -> builder.add(Sources.open(spec, umls)));
        tell(build(builder));
        return ExitCodes.DONE;
    }

    private BuildReport build(KnowledgeBaseBuilder builder) {
        // The encoder is opened first: what can fail at once does so before minutes are spent.
        try (Embedder embedder = encoder == null ? null : chooser().open(encoder);
                BuildDisplay display = new BuildDisplay(surroundings.err(), surroundings.terminal())) {
            BuildReport report =
                    UsageException.when(() -> builder.progress(display).build(out));
            buildIndexes(Optional.ofNullable(embedder), display);
            return report;
        }
    }

    private EncoderChooser chooser() {
        return new EncoderChooser(surroundings.store().get(), surroundings);
    }

    /** What is built beside the knowledge base, from its names. */
    private void buildIndexes(Optional<Embedder> embedder, BuildDisplay display) {
        if (!index && embedder.isEmpty()) {
            return;
        }
        try (KnowledgeBase names = KnowledgeBase.open(out)) {
            if (index) {
                display.at("indexing words and letters", 0, 1);
                NameIndexes.buildLexical(names);
            }
            embedder.ifPresent(with -> buildVectors(names, with, display));
        }
    }

    private static void buildVectors(KnowledgeBase names, Embedder embedder, BuildDisplay display) {
        long all = names.info().names();
        TextEncoder counting =
                new CountingEncoder(new EmbedderEncoder(embedder), done -> display.at("vectors of names", done, all));
        NameIndexes.buildVectors(names, counting, NameIndexes.Names.ALL, VectorForm.INT8_F16);
    }

    /** What stands there is replaced only when asked to: it may have taken hours. */
    private void requireFree() {
        if (force || !Files.isDirectory(out)) {
            return;
        }
        try (Stream<Path> files = Files.list(out)) {
            if (files.findAny().isPresent()) {
                throw new UsageException(
                        "%s holds files already; --force replaces the knowledge base there, or choose another --out"
                                .formatted(out));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UmlsOptions umls() {
        return UsageException.when(() -> UmlsOptions.DEFAULT
                .withLanguages(stated(umlsLanguages))
                .withSources(stated(umlsSources))
                .withSuppressed(stated(umlsSuppressed)));
    }

    /** An option with nothing behind its sign holds one empty text. */
    private static Set<String> stated(Set<String> values) {
        return values.stream().filter(value -> !value.isBlank()).collect(Collectors.toSet());
    }

    private void tell(BuildReport report) {
        if (json) {
            surroundings.out().println(CommandJson.line(report));
            return;
        }
        TextTable table = new TextTable(0, "source", "concepts", "names", "left out");
        for (SourceReport source : report.sources()) {
            table.add(source.source(), count(source.concepts()), count(source.names()), counts(source.left()));
        }
        table.lines(surroundings.terminal().columns()).forEach(surroundings.out()::println);
        surroundings.out().println();
        surroundings
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%s, %s, %s, %s in %.1f s",
                        Sizes.count(report.concepts(), "concept"),
                        Sizes.count(report.names(), "name"),
                        Sizes.count(report.alternativeIds(), "alternative id"),
                        Sizes.bytes(report.bytes()),
                        report.time().toMillis() / 1e3));
        tell("left out", report.left());
        tell("to know", report.noted());
        surroundings.out().println("knowledge base in " + out);
    }

    private void tell(String title, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            surroundings.out().println(title + ": " + counts(counts));
        }
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + count(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
