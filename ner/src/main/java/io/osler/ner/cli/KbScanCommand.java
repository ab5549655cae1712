package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.ScanOptions;
import io.osler.kb.Sense;
import io.osler.kb.search.NameMatch;
import io.osler.ner.text.CodePointOffsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler kb scan}: every name of a knowledge base that stands in a text. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Finds the names of a knowledge base in a text, at each place the longest.", ""},
        footer = {
            "",
            "Examples:",
            "  osler kb scan note.txt",
            "  osler kb scan - --kb my-kb --type T047,T191 --format jsonl < note.txt",
            "",
            "The text is UTF-8, at most 10 MB; begin and end count its Unicode code points.",
            "Results with notes, sentences and reports: osler annotate --detector dictionary."
        })
final class KbScanCommand implements Callable<Integer> {
    private static final int TEXT_COLUMN = 1;

    /** How matches are printed. */
    enum Format {
        TABLE,
        JSONL
    }

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "FILE", description = "A text file, or - for standard input.")
    private String file;

    @Mixin
    private KbOption kb;

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only concepts of one of these semantic types.")
    private Set<String> types = Set.of();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "table",
            converter = LowerCaseName.OfScanFormat.class,
            description = "table or jsonl (default: ${DEFAULT-VALUE}).")
    private Format format;

    KbScanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        NoteInputs inputs = NoteInputs.find(List.of(file), surroundings.in(), Path.of("."));
        inputs.failures().forEach(failure -> surroundings.err().println("failed: " + failure.getMessage()));
        if (inputs.notes().size() != 1) {
            if (inputs.failures().isEmpty()) {
                throw new UsageException("%s is a directory, expected one text file".formatted(file));
            }
            return ExitCodes.INPUTS_FAILED;
        }
        String text = inputs.notes().getFirst().read().text();
        try (KnowledgeBase names = kb.open()) {
            ScanOptions options = ScanOptions.DEFAULTS.withTypes(types);
            tell(text, UsageException.when(() -> names.scan(text, options)));
        }
        return ExitCodes.DONE;
    }

    /** A match as JSON; offsets in code points. */
    private record MatchFields(int begin, int end, String text, List<SenseFields> senses) {}

    private void tell(String text, List<NameMatch<List<Sense>>> matches) {
        CodePointOffsets offsets = CodePointOffsets.of(text);
        List<MatchFields> found = matches.stream()
                .map(match -> new MatchFields(
                        offsets.toCodePoints(match.begin()),
                        offsets.toCodePoints(match.end()),
                        text.substring(match.begin(), match.end()),
                        match.entry().stream().map(SenseFields::of).toList()))
                .toList();
        switch (format) {
            case JSONL -> found.forEach(match -> surroundings.out().println(CommandJson.line(match)));
            case TABLE -> table(found).forEach(surroundings.out()::println);
        }
    }

    /** A row per match, with its likeliest sense. */
    private List<String> table(List<MatchFields> found) {
        List<String> titles = new ArrayList<>(List.of("characters", "text"));
        titles.addAll(Arrays.asList(SenseFields.TITLES));
        TextTable table = new TextTable(TEXT_COLUMN, titles.toArray(String[]::new));
        for (MatchFields match : found) {
            List<String> cells = new ArrayList<>();
            cells.add(String.format(Locale.ROOT, "%d-%d", match.begin(), match.end()));
            cells.add(DisplayWidth.harmless(match.text()));
            cells.addAll(Arrays.asList(match.senses().getFirst().cells()));
            table.add(cells.toArray(String[]::new));
        }
        return table.lines(surroundings.terminal().columns());
    }
}
