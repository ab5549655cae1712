package io.osler.kb.source;

import io.osler.kb.KbException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A file of a vocabulary, plain or compressed with gzip, whatever its name says; with or without a byte order mark. */
record VocabularyFile(Path path) {
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int BUFFER_BYTES = 1 << 16;

    /** The text, strictly UTF-8. */
    Utf8Reader read(Utf8Reader.Runs runs) {
        return new Utf8Reader(toString(), open(), runs);
    }

    LineReader lines() {
        return new LineReader(this);
    }

    /** The first characters of the text, fewer when it is shorter. */
    String head(int length) {
        char[] head = new char[length];
        int read = 0;
        try (Utf8Reader reader = read(Utf8Reader.Runs.UNBOUNDED)) {
            for (int more = 0; more >= 0 && read < length; more = reader.read(head, read, length - read)) {
                read += more;
            }
        }
        return new String(head, 0, read);
    }

    /** The file's name without {@code .gz} and without what follows the last point. */
    String baseName() {
        String name = path.getFileName().toString();
        name = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        int point = name.lastIndexOf('.');
        return point > 0 ? name.substring(0, point) : name;
    }

    private InputStream open() {
        InputStream in = null;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
            if (begins(in, GZIP_MAGIC)) {
                in = new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
            }
            if (begins(in, BYTE_ORDER_MARK)) {
                in.skipNBytes(BYTE_ORDER_MARK.length);
            }
            return in;
        } catch (NoSuchFileException e) {
            throw new KbException(KbException.Code.IO, toString(), "no such file", e);
        } catch (IOException e) {
            closeQuietly(in, e);
            throw new KbException(KbException.Code.IO, toString(), "opening failed: " + e.getMessage(), e);
        }
    }

    private static boolean begins(InputStream in, byte[] magic) throws IOException {
        in.mark(magic.length);
        byte[] begin = in.readNBytes(magic.length);
        in.reset();
        return Arrays.equals(begin, magic);
    }

    private static void closeQuietly(InputStream in, IOException cause) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
