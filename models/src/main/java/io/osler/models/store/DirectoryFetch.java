package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Copies files from a directory of this machine. */
record DirectoryFetch(Path directory) implements Fetch {
    @Override
    public void fetch(WantedFile file, Path into, LongConsumer bytesInHand) throws IOException {
        Path from = StoreNames.resolve(directory, file.name());
        if (!Files.isRegularFile(from)) {
            throw new ModelException(ModelException.Code.FILE_MISSING, from.toString(), "is not there");
        }
        // Before gigabytes are copied: the wrong size is the wrong file.
        if (file.bytesKnown() && Files.size(from) != file.bytes()) {
            throw new ModelException(
                    ModelException.Code.CHECKSUM_MISMATCH,
                    from.toString(),
                    "has %d bytes, expected %d".formatted(Files.size(from), file.bytes()));
        }
        byte[] buffer = new byte[1 << 20];
        long copied = 0;
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(into)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                copied += n;
                bytesInHand.accept(copied);
            }
        }
    }
}
