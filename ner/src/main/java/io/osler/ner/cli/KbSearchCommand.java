package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.LookUpOptions;
import io.osler.kb.Sense;
import io.osler.kb.search.CandidateOptions;
import io.osler.kb.search.NameIndexes;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler kb search}: what a name may stand for. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Finds the concepts that a name may stand for, or an id does, the likeliest first.", ""},
        footer = {
            "",
            "Examples:",
            "  osler kb search \"high blood pressure\"",
            "  osler kb search \"hypertensoin\" --edits 2 -n 3",
            "  osler kb search DOID:267 --kb disease-kb",
            "  osler kb search \"heart attack\" --kb my-kb --type T047 --json",
            "  osler kb search \"sudden chest trouble\" --kb my-kb --like --dense"
        })
final class KbSearchCommand implements Runnable {
    private static final int NAME_COLUMN = 1;

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "TEXT", description = "A name, or what may be one; or an id.")
    private String text;

    @Mixin
    private KbOption kb;

    @Option(
            names = "--edits",
            paramLabel = "N",
            defaultValue = "1",
            description = "Letters that may differ when nothing else is found: 0, 1, 2 (default: ${DEFAULT-VALUE}).")
    private int edits;

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only concepts of one of these semantic types.")
    private Set<String> types = Set.of();

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "10",
            description = "Most concepts to print (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--like",
            description = "Also rank names that share words or letters; needs a knowledge base built with --index.")
    private boolean like;

    @Option(
            names = "--dense",
            description = "Also rank names near as vectors; needs a knowledge base built with --embed.")
    private boolean dense;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            converter = LowerCaseName.OfDevice.class,
            defaultValue = "auto",
            description = "Of --dense: auto, cpu, cuda, which also holds the vectors (default: ${DEFAULT-VALUE}).")
    private ComputeDevice device;

    @Option(names = "--json", description = "Print a JSON object for each concept.")
    private boolean json;

    KbSearchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        List<Sense> found = like || dense ? ranked() : lookedUp();
        if (json) {
            found.forEach(sense -> surroundings.out().println(CommandJson.line(SenseFields.of(sense))));
        } else {
            tell(found);
        }
        if (found.isEmpty()) {
            surroundings.err().println("nothing found");
        }
    }

    private List<Sense> lookedUp() {
        LookUpOptions options = UsageException.when(() -> new LookUpOptions(edits, types, limit));
        try (KnowledgeBase names = kb.open()) {
            return identifiedFirst(names, UsageException.when(() -> names.lookUp(text, options)));
        }
    }

    private List<Sense> ranked() {
        CandidateOptions options = UsageException.when(() -> new CandidateOptions(limit, types, like, dense));
        try (OpenedKb opened = OpenedKb.open(kb, dense, device, surroundings)) {
            if (like && !Files.exists(NameIndexes.lexical(opened.names()))) {
                throw new UsageException("%s has no index of words; build it with --index".formatted(kb.name()));
            }
            return identifiedFirst(
                    opened.names(), UsageException.when(() -> opened.finder().find(text, options)));
        }
    }

    /** A text that is an id, or was one, means that concept before all that go by a name like it. */
    private List<Sense> identifiedFirst(KnowledgeBase names, List<Sense> found) {
        Optional<Sense> identified = names.identified(text.strip())
                .filter(sense -> types.isEmpty() || sense.types().stream().anyMatch(types::contains));
        return Stream.concat(
                        identified.stream(),
                        found.stream()
                                .filter(sense -> identified.isEmpty()
                                        || sense.concept() != identified.get().concept()))
                .limit(limit)
                .toList();
    }

    private void tell(List<Sense> found) {
        if (!found.isEmpty()) {
            TextTable table = new TextTable(NAME_COLUMN, SenseFields.TITLES);
            found.forEach(sense -> table.add(SenseFields.of(sense).cells()));
            table.lines(surroundings.terminal().columns()).forEach(surroundings.out()::println);
        }
    }
}
