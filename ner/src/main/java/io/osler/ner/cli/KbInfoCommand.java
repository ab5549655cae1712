package io.osler.ner.cli;

import io.osler.kb.KbInfo;
import io.osler.kb.KnowledgeBase;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osler kb info}: what a knowledge base holds and where it comes from. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        sortOptions = false,
        description = {"Says what a knowledge base holds, from which vocabularies, under which terms.", ""},
        footer = {
            "",
            "Examples:",
            "  osler kb info",
            "  osler kb info my-kb --verify",
            "",
            "Exit code: 0, or 3 when it is damaged or built by another version."
        })
final class KbInfoCommand implements Runnable {
    private static final int LICENCE_COLUMN = 3;

    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "A built knowledge base; without it the starter vocabulary.")
    private Path directory;

    @Option(names = "--verify", description = "Read all of it and compare checksums.")
    private boolean verify;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    KbInfoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        try (KnowledgeBase kb = directory == null ? KnowledgeBase.starter() : KnowledgeBase.open(directory)) {
            if (verify) {
                kb.verify();
            }
            if (json) {
                surroundings.out().println(CommandJson.line(kb.info()));
            } else {
                tell(kb.info());
            }
        }
    }

    private void tell(KbInfo info) {
        surroundings
                .out()
                .printf(
                        Locale.ROOT,
                        "%s, %s, %s, %s; format %d, built %s%s%n",
                        Sizes.count(info.concepts(), "concept"),
                        Sizes.count(info.names(), "name"),
                        Sizes.count(info.alternativeIds(), "alternative id"),
                        Sizes.bytes(info.bytes()),
                        info.formatVersion(),
                        info.builtAt().truncatedTo(ChronoUnit.SECONDS),
                        verify ? "; every checksum is right" : "");
        surroundings
                .out()
                .println(info.vectors()
                        .map(vectors -> String.format(
                                Locale.ROOT,
                                "vectors: %,d of %d numbers, by %s",
                                vectors.rows(),
                                vectors.dimension(),
                                vectors.encoder()))
                        .orElse("vectors: none"));
        surroundings.out().println();
        TextTable table = new TextTable(LICENCE_COLUMN, "source", "concepts", "names", "licence");
        for (KbInfo.Source source : info.sources()) {
            table.add(
                    source.name(),
                    String.format(Locale.ROOT, "%,d", source.concepts()),
                    String.format(Locale.ROOT, "%,d", source.names()),
                    source.licenceNote().orElse("not stated"));
        }
        table.lines(surroundings.terminal().columns()).forEach(surroundings.out()::println);
    }
}
