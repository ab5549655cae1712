package io.osler.kb.vector;

import static io.osler.kb.KbException.Code.DAMAGED;
import static io.osler.kb.KbException.Code.IO;
import static io.osler.kb.KbException.Code.VERSION_UNSUPPORTED;

import io.osler.kb.KbException;
import io.osler.kb.file.MappedSum;
import io.osler.kb.scan.RowForm;
import io.osler.kb.scan.RowTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A mapped file of vectors, as {@link VectorIndexBuilder} writes it. Opening reads header and footer only, whatever the
 * number of rows; {@link #verify} reads all. Safe for any number of threads; segments handed out live until it is closed.
 * Who searches elsewhere, on a device for instance, takes the rows from here and offers a {@link RowProposer}.
 */
public final class VectorFile implements AutoCloseable {
    static final byte[] MAGIC = "OSLERVEC".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FOOTER_MAGIC = "CEVRELSO".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    static final int BYTE_ORDER = 0x0A0B0C0D;
    static final int NAME_AT = 40;
    static final int NAME_BYTES_MAX = 2048;
    static final int DIMENSION_MAX = 1 << 16;

    private static final String REBUILD = "build the vectors anew";
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final Arena arena;
    private final VectorFacts facts;
    private final VectorLayout layout;
    private final RandomAccessFile opened;
    private final MemorySegment file;
    private final RowTable scored;
    private final Optional<RowTable> coarse;
    private final MemorySegment errors;
    private final MemorySegment keys;

    private VectorFile(
            Path path,
            Arena arena,
            VectorFacts facts,
            VectorLayout layout,
            RandomAccessFile opened,
            MemorySegment file) {
        this.path = path;
        this.arena = arena;
        this.opened = opened;
        this.facts = facts;
        this.layout = layout;
        this.file = file;
        VectorForm form = facts.form();
        MemorySegment scales = scaled(form) ? numbers(layout.scales()) : MemorySegment.NULL;
        MemorySegment scoredData = section(layout.scored(), layout.coarse());
        scored = new RowTable(form.scored(), facts.rows(), facts.dimension(), scoredData, scales);
        coarse = form.isTwoPass()
                ? Optional.of(new RowTable(
                        RowForm.INT8,
                        facts.rows(),
                        facts.dimension(),
                        section(layout.coarse(), layout.scales()),
                        scales))
                : Optional.empty();
        errors = form.isTwoPass() ? numbers(layout.errors()) : MemorySegment.NULL;
        keys = numbers(layout.keys());
    }

    /**
     * @throws KbException NOT_A_KB for a foreign file, VERSION_UNSUPPORTED, DAMAGED when truncated or the header differs
     *     from its checksum, IO
     */
    @SuppressWarnings("MustBeClosedChecker") // the arena is handed on, and closed here when opening fails
    public static VectorFile open(Path path) {
        Arena arena = Arena.ofShared();
        RandomAccessFile opened = null;
        try {
            opened = new RandomAccessFile(path.toFile(), "r");
            return mapped(path, arena, opened);
        } catch (IOException e) {
            close(arena, opened);
            throw new KbException(IO, path.toString(), "cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(arena, opened);
            throw e;
        }
    }

    private static VectorFile mapped(Path path, Arena arena, RandomAccessFile opened) throws IOException {
        long bytes = opened.length();
        VectorFacts facts = facts(path, header(path, opened.getChannel(), bytes), bytes);
        VectorLayout layout = VectorLayout.of(facts.form(), facts.dimension(), facts.rows());
        if (bytes != layout.fileBytes()) {
            throw damaged(
                    path,
                    "is %d bytes long, expected %d for %d rows".formatted(bytes, layout.fileBytes(), facts.rows()));
        }
        MemorySegment file = opened.getChannel().map(MapMode.READ_ONLY, 0, bytes, arena);
        requireFooter(path, file, layout);
        return new VectorFile(path, arena, facts, layout, opened, file);
    }

    private static void close(Arena arena, RandomAccessFile opened) {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public VectorFacts facts() {
        return facts;
    }

    public Path path() {
        return path;
    }

    /** The rows that final scores come from. */
    public RowTable scored() {
        return scored;
    }

    /** The rows of bytes that a first pass goes over, where the form has any. */
    public Optional<RowTable> coarse() {
        return coarse;
    }

    /**
     * How far the product of a query of length 1 with a row of {@link #coarse} may lie from that with the row of
     * {@link #scored}.
     */
    public float error(int row) {
        return errors.get(FLOAT, (long) row * Float.BYTES);
    }

    /** What a row stands for. */
    public int key(int row) {
        return keys.get(INT, (long) row * Integer.BYTES);
    }

    /**
     * Reads the whole file and compares its checksum.
     *
     * @throws KbException DAMAGED when it differs
     */
    public void verify() {
        try {
            int sum = MappedSum.of(file, VectorLayout.HEADER_BYTES, layout.footer());
            if (sum != checksum()) {
                throw damaged(path, "has checksum %08x, expected %08x".formatted(sum, checksum()));
            }
        } catch (InternalError e) {
            throw changedWhileOpen(e);
        }
    }

    /** Of the rows, as the footer states it. */
    int checksum() {
        return file.get(INT, layout.footer());
    }

    /**
     * To be called before rows are read by vector instructions: the virtual machine turns a page that is gone into an error
     * in plain Java, and dies of it in them (SIGBUS, seen with JDK 25). A file that is cut short while it is being scanned
     * is beyond help, and so is a disk that fails to read a page; looking more often would not help, for a scan meets the
     * end at once. Our own builder never cuts a file: it renames. Numbers written over in place are not noticed but by
     * {@link #verify}.
     *
     * @throws KbException DAMAGED when the mapped file is no longer as long as it was
     */
    public void requireWhole() {
        try {
            if (opened.length() != facts.bytes()) {
                throw changedWhileOpen(null);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the vectors %s are closed".formatted(path), e);
        }
    }

    KbException changedWhileOpen(Throwable cause) {
        String found = "was changed while open; close it and build the vectors anew";
        return new KbException(DAMAGED, path.toString(), found, cause);
    }

    /** Every row read or searched afterwards is an {@link IllegalStateException}. */
    @Override
    public void close() {
        close(arena, opened);
    }

    private static boolean scaled(VectorForm form) {
        return form.isTwoPass() || form.scored() == RowForm.INT8;
    }

    private MemorySegment numbers(long at) {
        return file.asSlice(at, (long) facts.rows() * Float.BYTES);
    }

    private MemorySegment section(long from, long to) {
        return file.asSlice(from, to - from);
    }

    private static ByteBuffer header(Path path, FileChannel channel, long bytes) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(VectorLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
        int read = header.position();
        header.flip();
        if (read < MAGIC.length || !header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new KbException(
                    KbException.Code.NOT_A_KB,
                    path.toString(),
                    "is no file of vectors, expected one that begins with OSLERVEC; " + REBUILD);
        }
        if (read < VectorLayout.HEADER_BYTES) {
            throw damaged(path, "is %d bytes long, expected at least %d".formatted(bytes, VectorLayout.HEADER_BYTES));
        }
        return header;
    }

    private static VectorFacts facts(Path path, ByteBuffer header, long bytes) {
        int version = header.getInt(8);
        int order = header.getInt(12);
        if (order == Integer.reverseBytes(BYTE_ORDER)) {
            throw new KbException(
                    VERSION_UNSUPPORTED,
                    path.toString(),
                    "has its bytes in big-endian order, expected little; " + REBUILD);
        }
        if (version != VERSION) {
            throw new KbException(
                    VERSION_UNSUPPORTED,
                    path.toString(),
                    "has version %d, this build reads %d; %s".formatted(version, VERSION, REBUILD));
        }
        CRC32C sum = new CRC32C();
        sum.update(header.slice(0, VectorLayout.HEADER_BYTES - Integer.BYTES));
        if ((int) sum.getValue() != header.getInt(VectorLayout.HEADER_BYTES - Integer.BYTES)) {
            throw damaged(path, "has a header that differs from its checksum");
        }
        Optional<VectorForm> form = VectorForm.ofCode(header.getInt(16));
        int dimension = header.getInt(20);
        int rows = header.getInt(24);
        int nameBytes = header.getInt(28);
        if (order != BYTE_ORDER
                || form.isEmpty()
                || dimension < 1
                || dimension > DIMENSION_MAX
                || rows < 0
                || nameBytes < 0
                || nameBytes > NAME_BYTES_MAX) {
            throw damaged(path, "has a header that contradicts itself");
        }
        String encoder =
                StandardCharsets.UTF_8.decode(header.slice(NAME_AT, nameBytes)).toString();
        return new VectorFacts(encoder, dimension, rows, form.get(), header.getLong(32), bytes);
    }

    private static void requireFooter(Path path, MemorySegment file, VectorLayout layout) {
        byte[] found = file.asSlice(layout.footer() + 8, FOOTER_MAGIC.length).toArray(ValueLayout.JAVA_BYTE);
        if (!Arrays.equals(found, FOOTER_MAGIC)) {
            throw damaged(path, "has no end mark");
        }
    }

    static KbException damaged(Path path, String found) {
        return new KbException(DAMAGED, path.toString(), found + ": truncated, half-written or changed; " + REBUILD);
    }
}
