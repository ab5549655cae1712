package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The models of this machine: {@code $OSLER_HOME/models}, one directory for each.
 *
 * <pre>
 * models/ID/manifest.json   a {@link ModelManifest}
 * models/ID/…               its files; others beside them are derived from these
 * models/.partial/ID/       a model on its way; the next pull goes on from there
 * models/.partial/ID.lock   held by the process that pulls
 * </pre>
 *
 * <p>A model's directory appears in one step, after every file has been checked by size and sha256 and forced to the
 * disk. Safe from any thread, and from several processes at once.
 */
public final class ModelStore {
    /** The version of Osler that manifests and requests name. */
    static final String VERSION = Optional.ofNullable(
                    ModelStore.class.getPackage().getImplementationVersion())
            .orElse("development");

    private final StoreOptions options;
    private final ModelCatalog catalog;
    private final DiskSpace disk;
    private final HubClient.Patience patience;
    private final Clock clock;

    ModelStore(StoreOptions options, ModelCatalog catalog, DiskSpace disk, HubClient.Patience patience, Clock clock) {
        this.options = options;
        this.catalog = catalog;
        this.disk = disk;
        this.patience = patience;
        this.clock = clock;
    }

    /** The store and the sources that this process's environment names. */
    public static ModelStore open() {
        return open(StoreOptions.fromEnvironment());
    }

    public static ModelStore open(StoreOptions options) {
        return open(options, ModelCatalog.builtIn());
    }

    public static ModelStore open(StoreOptions options, ModelCatalog catalog) {
        return new ModelStore(
                options, catalog, DiskSpace.OF_THE_FILE_STORE, HubClient.Patience.USUAL, Clock.systemUTC());
    }

    public ModelCatalog catalog() {
        return catalog;
    }

    /** Holds one directory for each model. */
    public Path directory() {
        return options.directory();
    }

    /** {@code pull(ModelReference.parse(reference), progress)}. */
    public StoredModel pull(String reference, PullProgress progress) {
        return pull(ModelReference.parse(reference), progress);
    }

    /**
     * Brings a model into the store; one that is there already is returned as it is, without any network. Blocks until
     * another pull of the same model has ended.
     *
     * @throws ModelException UNKNOWN_MODEL with the ids there are; DISK_FULL with what is needed; PULL_FAILED with each
     *     source and why it failed. What was fetched stays for the next pull, unless it was wrong
     * @throws IllegalArgumentException when the name is taken by another model
     */
    public StoredModel pull(ModelReference reference, PullProgress progress) {
        requireName(reference);
        Optional<StoredModel> there = installed(reference);
        if (there.isPresent()) {
            return there.get();
        }
        if (reference instanceof ModelReference.Named named
                && catalog.find(named.id()).isEmpty()) {
            throw unknown(named.id());
        }
        String id = reference.id();
        Path partials = options.directory().resolve(".partial");
        try (PullLock _ = PullLock.acquire(
                partials.resolve(id + ".lock"), () -> progress.note("waiting for another pull of " + id))) {
            there = installed(reference);
            return there.isPresent()
                    ? there.get()
                    : pullLocked(reference, new PartialModel(partials.resolve(id)), progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(id, e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(id, e);
            }
            throw DiskSpace.saysFull(e.getMessage())
                    ? DiskSpace.full(partials, id, e)
                    : new ModelException(ModelException.Code.PULL_FAILED, id, HubClient.said(e), e);
        }
    }

    private static ModelException interrupted(String id, Exception cause) {
        return new ModelException(
                ModelException.Code.PULL_FAILED, id, "was interrupted; the next pull goes on from there", cause);
    }

    private StoredModel pullLocked(ModelReference reference, PartialModel partial, PullProgress progress)
            throws IOException, InterruptedException {
        try (HubClient hub = new HubClient(options.hubEndpoint(), options.hubToken(), patience, progress::note)) {
            PullPlan plan = plan(reference, hub);
            if (!plan.notice().isEmpty()) {
                progress.note(plan.notice());
            }
            partial.create();
            Executables executables = new Executables(options.executablePath());
            Pull.Brought brought = new Pull(plan, partial, hub, executables, disk, progress).run();
            ModelManifest manifest = new ModelManifest(
                    reference.id(),
                    reference.text(),
                    brought.source().describe(),
                    plan.licence(),
                    plan.encoder(),
                    brought.files(),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    VERSION);
            partial.install(manifest, directoryOf(reference.id()));
            return stored(reference.id());
        }
    }

    private PullPlan plan(ModelReference reference, HubClient hub) throws IOException, InterruptedException {
        return switch (reference) {
            case ModelReference.Named named -> plan(named, catalog.entry(named.id()), hub);
            case ModelReference.OnHub onHub -> PullPlan.ofHub(onHub, hub);
            case ModelReference.InDirectory inDirectory -> PullPlan.ofDirectory(inDirectory);
        };
    }

    private PullPlan plan(ModelReference.Named reference, CatalogEntry entry, HubClient hub)
            throws IOException, InterruptedException {
        List<Path> local = options.localDirectories();
        return entry.files().isEmpty() && entry.sources().getFirst() instanceof ModelSource.HubRepository repository
                ? PullPlan.ofEntryOnHub(reference, entry, repository, local, hub)
                : PullPlan.ofEntry(reference, entry, local);
    }

    private void requireName(ModelReference reference) {
        if (!(reference instanceof ModelReference.Named)
                && catalog.find(reference.id()).isPresent()) {
            throw new IllegalArgumentException(
                    "%s cannot be called %s, which is a model of the catalogue; choose another --as ID"
                            .formatted(reference.text(), reference.id()));
        }
    }

    /** The model under this name when it is there, whole, and the one that is asked for. */
    private Optional<StoredModel> installed(ModelReference reference) {
        Path directory = directoryOf(reference.id());
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        StoredModel model = stored(reference.id());
        String asked = reference.text();
        if (!(reference instanceof ModelReference.Named)
                && !model.manifest().reference().equals(asked)) {
            throw new IllegalArgumentException(
                    "%s cannot be called %s, which is already %s; choose another name: --as ID"
                            .formatted(asked, reference.id(), model.manifest().reference()));
        }
        requireWhole(model);
        return Optional.of(model);
    }

    /** The installed models, by id. Files are not looked at: see {@link #path} and {@link #verify}. */
    public List<StoredModel> list() {
        return namesIn(options.directory(), path -> Files.exists(path.resolve(StoreNames.MANIFEST))).stream()
                .filter(name -> !name.startsWith("."))
                .map(this::stored)
                .toList();
    }

    /** An installed model by id, {@code hub:} or {@code dir:} reference; empty when it is not in the store. */
    public Optional<StoredModel> find(String reference) {
        String id = reference.startsWith(ModelReference.DIRECTORY_PREFIX)
                ? idOfDirectory(reference)
                : ModelReference.parse(reference).id();
        return !id.isEmpty() && Files.exists(directoryOf(id).resolve(StoreNames.MANIFEST))
                ? Optional.of(stored(id))
                : Optional.empty();
    }

    private String idOfDirectory(String reference) {
        String text = new ModelReference.InDirectory(
                        "any", Path.of(reference.substring(ModelReference.DIRECTORY_PREFIX.length())))
                .text();
        return list().stream()
                .filter(model -> model.manifest().reference().equals(text))
                .map(StoredModel::id)
                .findFirst()
                .orElse("");
    }

    /**
     * The directory of an installed model, all its files there and of the right size.
     *
     * @throws ModelException NOT_INSTALLED with the command that pulls it, UNKNOWN_MODEL with the ids there are,
     *     FILE_MISSING or FILE_TRUNCATED when files have been changed since the pull
     */
    public Path path(String reference) {
        StoredModel model = require(reference);
        requireWhole(model);
        return model.directory();
    }

    private StoredModel require(String reference) {
        return find(reference).orElseThrow(() -> {
            boolean unknown = !reference.startsWith(ModelReference.HUB_PREFIX)
                    && !reference.startsWith(ModelReference.DIRECTORY_PREFIX)
                    && catalog.find(reference).isEmpty();
            return unknown ? unknown(reference) : notInstalled(reference);
        });
    }

    private ModelException unknown(String id) {
        return catalog.unknown(id, list().stream().map(StoredModel::id).toList());
    }

    private ModelException notInstalled(String reference) {
        String as = reference.startsWith(ModelReference.DIRECTORY_PREFIX) ? " --as ID" : "";
        return new ModelException(
                ModelException.Code.NOT_INSTALLED,
                reference,
                "is not in %s. Run: ./osler models pull %s%s".formatted(options.directory(), reference, as));
    }

    private static void requireWhole(StoredModel model) {
        for (CatalogFile file : model.manifest().files()) {
            Path path = model.file(file.name());
            try {
                if (!Files.isRegularFile(path)) {
                    throw broken(ModelException.Code.FILE_MISSING, path, "is not there", model);
                }
                if (Files.size(path) != file.bytes()) {
                    String sizes = "has %d bytes, expected %d".formatted(Files.size(path), file.bytes());
                    throw broken(ModelException.Code.FILE_TRUNCATED, path, sizes, model);
                }
            } catch (IOException e) {
                throw broken(ModelException.Code.FILE_CORRUPT, path, "cannot be read: " + e, model);
            }
        }
    }

    private static ModelException broken(ModelException.Code code, Path file, String found, StoredModel model) {
        return new ModelException(
                code,
                file.toString(),
                "%s. Delete %s and run: ./osler models pull %s"
                        .formatted(found, model.directory(), pullArguments(model)));
    }

    private static String pullArguments(StoredModel model) {
        String reference = model.manifest().reference();
        return reference.equals(model.id()) ? reference : reference + " --as " + model.id();
    }

    /**
     * Reads all files of a model again, and compares them with the manifest and the manifest with the catalogue.
     *
     * @throws ModelException NOT_INSTALLED or UNKNOWN_MODEL, as {@link #path}
     */
    public VerifyReport verify(String reference) {
        StoredModel model = require(reference);
        List<VerifyReport.FileCheck> checks = new ArrayList<>();
        for (CatalogFile file : model.manifest().files()) {
            checks.add(check(model.file(file.name()), file));
        }
        catalog.find(model.id()).ifPresent(entry -> checks.addAll(againstCatalogue(model.manifest(), entry)));
        return new VerifyReport(model.id(), checks, unlisted(model));
    }

    private static VerifyReport.FileCheck check(Path path, CatalogFile file) {
        try {
            if (!Files.isRegularFile(path)) {
                return new VerifyReport.FileCheck(file.name(), VerifyReport.FileStatus.MISSING, "is not there");
            }
            if (Files.size(path) != file.bytes()) {
                return new VerifyReport.FileCheck(
                        file.name(),
                        VerifyReport.FileStatus.WRONG_SIZE,
                        "has %d bytes, expected %d".formatted(Files.size(path), file.bytes()));
            }
            String sha256 = Sha256.of(path);
            return sha256.equals(file.sha256())
                    ? new VerifyReport.FileCheck(file.name(), VerifyReport.FileStatus.OK, "sha256 " + sha256)
                    : new VerifyReport.FileCheck(
                            file.name(),
                            VerifyReport.FileStatus.WRONG_SHA256,
                            "has sha256 %s, expected %s".formatted(sha256, file.sha256()));
        } catch (IOException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, path.toString(), "cannot be read: " + e, e);
        }
    }

    /** A manifest can be rewritten to fit a changed file; the catalogue is elsewhere. */
    private static List<VerifyReport.FileCheck> againstCatalogue(ModelManifest manifest, CatalogEntry entry) {
        List<VerifyReport.FileCheck> checks = new ArrayList<>();
        for (CatalogFile expected : entry.files()) {
            if (!manifest.files().contains(expected)) {
                checks.add(new VerifyReport.FileCheck(
                        expected.name(),
                        VerifyReport.FileStatus.NOT_AS_CATALOGUED,
                        "the manifest does not list it with %d bytes and sha256 %s"
                                .formatted(expected.bytes(), expected.sha256())));
            }
        }
        return checks;
    }

    private static List<String> unlisted(StoredModel model) {
        List<String> listed =
                model.manifest().files().stream().map(CatalogFile::name).toList();
        try (Stream<Path> paths = Files.walk(model.directory())) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> model.directory().relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !name.equals(StoreNames.MANIFEST) && !listed.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, model.directory().toString(), "cannot be read: " + e, e);
        }
    }

    private StoredModel stored(String id) {
        Path directory = directoryOf(id);
        return new StoredModel(id, directory, ModelManifest.read(directory));
    }

    private Path directoryOf(String id) {
        return options.directory().resolve(StoreNames.requireId(id));
    }

    private static List<String> namesIn(Path directory, Predicate<Path> wanted) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(wanted)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, directory.toString(), "cannot be listed: " + e, e);
        }
    }
}
