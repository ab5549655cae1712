package io.osler.engine.loop;

import io.osler.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/**
 * Keys and values of a prefix in a file, little-endian:
 *
 * <pre>
 * "OSLERKV1"
 * int64  fingerprint of the model and its number format
 * int32  layers, width (floats of one token in one layer), tokens
 * int32  checksum of what follows, CRC-32C
 * int32  token ids [tokens]
 * f32    [layers][tokens][width]
 * </pre>
 *
 * Written aside and renamed, so that it is whole or not there. Mapped when read: a layer's rows are copied from it to the
 * device and nothing else is held.
 */
public final class PrefixFile {
    private static final byte[] MAGIC = {'O', 'S', 'L', 'E', 'R', 'K', 'V', '1'};
    private static final int HEADER_BYTES = MAGIC.length + Long.BYTES + 4 * Integer.BYTES;

    private final Path path;
    private final Header header;
    private final ByteBuffer mapped;

    /** What a file says of itself. */
    record Header(long fingerprint, int layers, int width, int[] tokens) {
        int dataBegin() {
            return HEADER_BYTES + tokens.length * Integer.BYTES;
        }

        long layerBytes() {
            return (long) tokens.length * width * Float.BYTES;
        }
    }

    private PrefixFile(Path path, Header header, ByteBuffer mapped) {
        this.path = path;
        this.header = header;
        this.mapped = mapped;
    }

    public Path path() {
        return path;
    }

    public int[] tokens() {
        return header.tokens;
    }

    static void write(Path file, Header header, IntFunction<float[]> rowsOfLayer) {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            CRC32C checksum = new CRC32C();
            channel.position(HEADER_BYTES);
            ByteBuffer ids = buffer(header.tokens.length * Integer.BYTES);
            ids.asIntBuffer().put(header.tokens);
            put(channel, ids, checksum);
            for (int layer = 0; layer < header.layers; layer++) {
                float[] rows = rowsOfLayer.apply(layer);
                ByteBuffer bytes = buffer(rows.length * Float.BYTES);
                bytes.asFloatBuffer().put(rows);
                put(channel, bytes, checksum);
            }
            ByteBuffer head = buffer(HEADER_BYTES)
                    .put(MAGIC)
                    .putLong(header.fingerprint)
                    .putInt(header.layers)
                    .putInt(header.width)
                    .putInt(header.tokens.length)
                    .putInt((int) checksum.getValue())
                    .flip();
            channel.position(0);
            while (head.hasRemaining()) {
                channel.write(head);
            }
            channel.force(true);
        } catch (IOException e) {
            throw unusable(file, "cannot be written (%s); choose another place".formatted(e.getMessage()), e);
        }
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(file, "cannot be put in place (%s)".formatted(e.getMessage()), e);
        }
    }

    /** Maps a file and checks it whole. */
    public static PrefixFile open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEADER_BYTES || size > Integer.MAX_VALUE) {
                throw unusable(file, "has %d bytes, expected %d to 2 GB; save it again".formatted(size, HEADER_BYTES));
            }
            ByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
            return new PrefixFile(file, header(file, mapped), mapped);
        } catch (IOException e) {
            throw unusable(file, "cannot be read (%s)".formatted(e.getMessage()), e);
        }
    }

    private static Header header(Path file, ByteBuffer mapped) {
        byte[] magic = new byte[MAGIC.length];
        mapped.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw unusable(file, "does not begin with OSLERKV1; expected a file that PinnedPrefix.save wrote");
        }
        long fingerprint = mapped.getLong();
        int layers = mapped.getInt();
        int width = mapped.getInt();
        int count = mapped.getInt();
        int checksum = mapped.getInt();
        long expected = HEADER_BYTES + 4L * count + 4L * layers * count * width;
        if (layers < 1 || width < 1 || count < 1 || expected != mapped.capacity()) {
            throw unusable(
                    file,
                    "says %d layers of %d tokens of width %d and has %d bytes; it is damaged, save it again"
                            .formatted(layers, count, width, mapped.capacity()));
        }
        CRC32C found = new CRC32C();
        found.update(mapped.slice(HEADER_BYTES, mapped.capacity() - HEADER_BYTES));
        if ((int) found.getValue() != checksum) {
            throw unusable(file, "has another checksum than it says; it is damaged, save it again");
        }
        int[] tokens = new int[count];
        mapped.asIntBuffer().get(tokens);
        return new Header(fingerprint, layers, width, tokens);
    }

    void requireFit(long fingerprint, int layers, int width) {
        if (header.fingerprint != fingerprint || header.layers != layers || header.width != width) {
            throw unusable(path, "was saved with another model or number format; read the text again and save it");
        }
    }

    /** Rows of a layer, in the mapped memory itself. */
    ByteBuffer rows(int layer, int from, int to) {
        long begin = header.dataBegin() + layer * header.layerBytes() + (long) from * header.width * Float.BYTES;
        int bytes = (to - from) * header.width * Float.BYTES;
        return mapped.slice(Math.toIntExact(begin), bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(FileChannel channel, ByteBuffer bytes, CRC32C checksum) throws IOException {
        checksum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static EngineException unusable(Path file, String message) {
        return unusable(file, message, null);
    }

    private static EngineException unusable(Path file, String message, Throwable cause) {
        return new EngineException(EngineException.Code.PREFIX_UNUSABLE, file.toString(), message, cause);
    }
}
