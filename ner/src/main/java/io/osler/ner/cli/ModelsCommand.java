package io.osler.ner.cli;

import io.osler.models.store.CatalogEntry;
import io.osler.models.store.ModelReference;
import io.osler.models.store.ModelStore;
import io.osler.models.store.StoredModel;
import io.osler.models.store.VerifyReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osler models}: the models of this machine. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        description = {"Pulls, lists and checks models.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  osler models list",
            "  osler models pull smollm2-135m-instruct",
            "  osler models pull hub:owner/name",
            "  osler models pull dir:/data/my-model --as my-model",
            "",
            "Models lie in ~/.osler/models, or in $OSLER_HOME/models. OSLER_MODELS_DIR names",
            "directories to take files from, HF_ENDPOINT another hub, HF_TOKEN your token."
        })
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ListModels(surroundings))
                .addSubcommand(new PullModel(surroundings))
                .addSubcommand(new VerifyModels(surroundings))
                .addSubcommand(new ModelPath(surroundings));
    }

    @Override
    public void run() {
        throw new UsageException("which command? One of %s"
                .formatted(String.join(", ", spec.subcommands().keySet())));
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            versionProvider = OslerVersion.class,
            description = {"Lists the models of the catalogue and of this machine.", ""},
            footer = {"", "Example:", "  osler models list"})
    private static final class ListModels implements Runnable {
        private static final int LICENCE_COLUMN = 4;

        private final Surroundings surroundings;

        ListModels(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            ModelStore store = surroundings.store().get();
            TextTable table = new TextTable(LICENCE_COLUMN, "id", "kind", "parameters", "size", "licence", "installed");
            for (CatalogEntry entry : store.catalog().entries()) {
                table.add(
                        entry.id(),
                        entry.kind().name().toLowerCase(Locale.ROOT),
                        Sizes.parameters(entry.parameters()),
                        Sizes.bytes(entry.bytes()),
                        entry.licence(),
                        store.find(entry.id()).isPresent() ? "yes" : "no");
            }
            store.list().stream()
                    .filter(model -> store.catalog().find(model.id()).isEmpty())
                    .forEach(model -> table.add(
                            model.id(),
                            "own",
                            "?",
                            Sizes.bytes(model.manifest().bytes()),
                            model.manifest().licence(),
                            "yes"));
            table.lines(surroundings.terminal().columns()).forEach(surroundings.out()::println);
        }
    }

    @Command(
            name = "pull",
            mixinStandardHelpOptions = true,
            versionProvider = OslerVersion.class,
            description = {"Brings a model to this machine; one that is here stays as it is.", ""},
            footer = {
                "",
                "Examples:",
                "  osler models pull gemma3-270m",
                "  osler models pull hub:owner/name@main/model-q8_0.gguf",
                "  osler models pull dir:/data/my-model --as my-model"
            })
    private static final class PullModel implements Runnable {
        private final Surroundings surroundings;

        @Parameters(
                index = "0",
                paramLabel = "MODEL",
                description = "An id of the catalogue, hub:owner/name[@revision][/file.gguf], or dir:/path.")
        private String reference;

        @Option(names = "--as", paramLabel = "ID", description = "Its name here; needed for dir:.")
        private String as;

        PullModel(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            ModelStore store = surroundings.store().get();
            ModelReference wanted = UsageException.when(() ->
                    ModelReference.parse(reference, Optional.ofNullable(as).orElse("")));
            store.catalog()
                    .find(reference)
                    .ifPresent(entry -> surroundings
                            .err()
                            .printf("%s: %s, licence %s%n", entry.id(), Sizes.bytes(entry.bytes()), entry.licence()));
            try (PullDisplay display = new PullDisplay(surroundings.err(), surroundings.terminal())) {
                StoredModel model = UsageException.when(() -> store.pull(wanted, display));
                surroundings.out().printf("%s is in %s%n", model.id(), model.directory());
            }
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            versionProvider = OslerVersion.class,
            description = {"Reads all files again and compares sizes and SHA-256.", ""},
            footer = {
                "",
                "Examples:",
                "  osler models verify",
                "  osler models verify smollm2-135m-instruct",
                "",
                "Exit code: 0 all files are right, 3 some are not."
            })
    private static final class VerifyModels implements Callable<Integer> {
        private final Surroundings surroundings;

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "ID",
                description = "One model; without it all that are installed.")
        private String id;

        VerifyModels(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            ModelStore store = surroundings.store().get();
            List<String> ids =
                    id == null ? store.list().stream().map(StoredModel::id).toList() : List.of(id);
            boolean ok = true;
            for (String each : ids) {
                VerifyReport report = UsageException.when(() -> store.verify(each));
                tell(report, store);
                ok &= report.ok();
            }
            return ok ? ExitCodes.DONE : ExitCodes.ENVIRONMENT;
        }

        private void tell(VerifyReport report, ModelStore store) {
            for (VerifyReport.FileCheck check : report.files()) {
                surroundings
                        .out()
                        .printf(
                                "%-4s  %s/%s: %s%n",
                                check.status() == VerifyReport.FileStatus.OK ? "ok" : "fail",
                                report.id(),
                                check.name(),
                                check.found());
            }
            if (!report.ok()) {
                surroundings
                        .err()
                        .printf(
                                "osler: %s is damaged; delete %s and pull it again%n",
                                report.id(), store.directory().resolve(report.id()));
            }
        }
    }

    @Command(
            name = "path",
            mixinStandardHelpOptions = true,
            versionProvider = OslerVersion.class,
            description = {"Prints the directory of an installed model.", ""},
            footer = {"", "Example:", "  ls \"$(osler models path smollm2-135m-instruct)\""})
    private static final class ModelPath implements Runnable {
        private final Surroundings surroundings;

        @Parameters(index = "0", paramLabel = "ID", description = "The model.")
        private String id;

        ModelPath(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            ModelStore store = surroundings.store().get();
            surroundings.out().println(UsageException.when(() -> store.path(id)));
        }
    }
}
