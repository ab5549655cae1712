package io.osler.kb.vector;

import static io.osler.kb.KbException.Code.IO;
import static io.osler.kb.KbException.Code.VECTORS_UNFIT;

import io.osler.kb.KbException;
import io.osler.kb.TextEncoder;
import io.osler.kb.scan.RowForm;
import io.osler.kb.scan.RowTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Writes one file of vectors, row by row; rows never lie in memory all at once. The file is written aside and takes its
 * name when {@link #build} has finished, so a build that is killed leaves the old one as it was. Deleting is building anew
 * with {@link #addRows}. Not safe for several threads; {@link #close} without {@code build} removes what was written.
 *
 * <p>The format, version 1, little-endian. Sections begin at multiples of 64 bytes, with zeros before them.
 *
 * <pre>
 * header, 4096 bytes
 *      0  "OSLERVEC"
 *      8  u32 version
 *     12  u32 0x0A0B0C0D                    tells a file of the other byte order
 *     16  u32 form                          1 F32, 2 F16, 3 INT8, 4 INT8_F32, 5 INT8_F16
 *     20  u32 dimension                     1 to 65536
 *     24  u32 rows                          below 2^31
 *     28  u32 bytes of the encoder's name   at most 2048
 *     32  i64 subject                       what the rows are of; 0 when nobody said
 *     40  the encoder's name, UTF-8; zeros to the end
 *   4092  u32 CRC32C of bytes 0 to 4091
 * rows that are scored     each as long as its numbers, rounded up to 64 bytes with zeros
 * rows of the first pass   forms 4 and 5: i8, rounded up alike
 * f32 scale[rows]          forms 3 to 5: stored byte times scale is the number
 * f32 error[rows]          forms 4 and 5: bound of the first pass, see {@link VectorFile#error}
 * i32 key[rows]
 * footer, 16 bytes         u32 CRC32C from the header's end to here, u32 0, "CEVRELSO"
 * </pre>
 *
 * <p>binary16 rows hold zero where the number would be subnormal. Everything a reader must know to find a section is in
 * the header; the file's length follows from it and is checked when it is opened.
 */
public final class VectorIndexBuilder implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int TEXTS_AT_ONCE = 512;
    private static final int ROWS_MAX = Integer.MAX_VALUE - 8;

    private final Path target;
    private final Path aside;
    private final FileChannel channel;
    private final VectorForm form;
    private final String encoder;
    private final int dimension;
    private final ByteBuffer buffer;
    private final CRC32C sum = new CRC32C();
    private int[] keys = new int[64];
    private float[] scales = new float[64];
    private int rows;
    private long subject;

    private VectorIndexBuilder(Path target, Path aside, String encoder, int dimension, VectorForm form)
            throws IOException {
        this.target = target;
        this.aside = aside;
        this.encoder = encoder;
        this.dimension = dimension;
        this.form = form;
        int rowBytes = RowForm.F32.stride(dimension);
        buffer = ByteBuffer.allocateDirect(Math.max(BUFFER_BYTES, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
        channel = FileChannel.open(
                aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.position(VectorLayout.HEADER_BYTES);
    }

    /**
     * @param target    the file to be; its directory must exist
     * @param encoder   {@link TextEncoder#name} of what makes the vectors
     * @param dimension numbers in a vector
     * @throws KbException IO
     */
    public static VectorIndexBuilder create(Path target, String encoder, int dimension, VectorForm form) {
        if (dimension < 1 || dimension > VectorFile.DIMENSION_MAX) {
            throw new IllegalArgumentException(
                    "dimension is %d, expected 1 to %d".formatted(dimension, VectorFile.DIMENSION_MAX));
        }
        int nameBytes = encoder.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes > VectorFile.NAME_BYTES_MAX) {
            throw new IllegalArgumentException("the encoder's name takes %d bytes, expected at most %d"
                    .formatted(nameBytes, VectorFile.NAME_BYTES_MAX));
        }
        Path whole = target.toAbsolutePath();
        Path aside = whole.resolveSibling(
                "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            // Left by a build of this process number that was killed.
            Files.deleteIfExists(aside);
            return new VectorIndexBuilder(target, aside, encoder, dimension, form);
        } catch (IOException e) {
            throw new KbException(IO, target.toString(), "cannot be written: " + e.getMessage(), e);
        }
    }

    /** For vectors of this encoder. */
    public static VectorIndexBuilder create(Path target, TextEncoder encoder, VectorForm form) {
        return create(target, encoder.name(), encoder.dimension(), form);
    }

    /** Says what the rows are of, such as a knowledge base's fingerprint, for {@link VectorFacts#requireSubject}. */
    public VectorIndexBuilder of(long what) {
        subject = what;
        return this;
    }

    /**
     * Adds a row.
     *
     * @throws KbException VECTORS_UNFIT when the vector has another dimension or holds what is no number of the form
     */
    public VectorIndexBuilder add(int key, float[] vector) {
        requireFit(vector);
        if (rows == ROWS_MAX) {
            throw new IllegalArgumentException("more than %d rows, expected at most so many".formatted(ROWS_MAX));
        }
        if (rows == keys.length) {
            int grown = (int) Math.min(ROWS_MAX, 2L * rows);
            keys = Arrays.copyOf(keys, grown);
            scales = Arrays.copyOf(scales, grown);
        }
        keys[rows] = key;
        scales[rows] = writeRow(form.scored(), vector);
        rows++;
        return this;
    }

    /**
     * Encodes texts, some hundreds at a time, and adds them in their order.
     *
     * @throws KbException VECTORS_UNFIT when the encoder is another, or gives other vectors than it says
     */
    public VectorIndexBuilder addTexts(TextEncoder with, Iterator<KeyedText> texts) {
        if (!with.name().equals(encoder)) {
            throw unfit("vectors of encoder '%s', expected '%s'".formatted(with.name(), encoder));
        }
        List<KeyedText> batch = new ArrayList<>(TEXTS_AT_ONCE);
        while (texts.hasNext()) {
            batch.add(texts.next());
            if (batch.size() == TEXTS_AT_ONCE || !texts.hasNext()) {
                addBatch(with, batch);
                batch.clear();
            }
        }
        return this;
    }

    /** Encodes and adds texts with the keys 0, 1, and so on: a pool of examples. */
    public VectorIndexBuilder addTexts(TextEncoder with, List<String> texts) {
        return addTexts(
                with,
                IntStream.range(0, texts.size())
                        .mapToObj(i -> new KeyedText(i, texts.get(i)))
                        .iterator());
    }

    private void addBatch(TextEncoder with, List<KeyedText> batch) {
        List<float[]> vectors = with.encode(batch.stream().map(KeyedText::text).toList());
        if (vectors.size() != batch.size()) {
            throw unfit("%d vectors for %d texts".formatted(vectors.size(), batch.size()));
        }
        for (int i = 0; i < batch.size(); i++) {
            add(batch.get(i).key(), vectors.get(i));
        }
    }

    /** Adds the rows of another file that pass the filter, in their order. */
    public VectorIndexBuilder addRows(VectorFile other, RowFilter filter) {
        if (!other.facts().encoder().equals(encoder)) {
            throw unfit("vectors of encoder '%s', expected '%s'"
                    .formatted(other.facts().encoder(), encoder));
        }
        for (int row = 0; row < other.facts().rows(); row++) {
            if (filter.accepts(row, other.key(row))) {
                add(other.key(row), other.scored().row(row));
            }
        }
        return this;
    }

    /**
     * Finishes the file and gives it its name. Nothing can be added afterwards.
     *
     * @throws KbException IO; the old file stays then
     */
    public VectorFacts build() {
        try {
            float[] errors = form.isTwoPass() ? writeCoarseRows() : new float[0];
            VectorLayout layout = VectorLayout.of(form, dimension, rows);
            if (layout.errors() > layout.scales()) {
                writeNumbers(scales);
            }
            if (form.isTwoPass()) {
                writeNumbers(errors);
            }
            writeKeys();
            flush();
            writeFooter();
            writeHeader();
            channel.force(true);
            channel.close();
            // A graph over the old rows would lead astray.
            Files.deleteIfExists(GraphIndex.fileOf(target));
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            return new VectorFacts(encoder, dimension, rows, form, subject, layout.fileBytes());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void requireFit(float[] vector) {
        if (vector.length != dimension) {
            throw unfit("row %d has %d numbers, expected %d".formatted(rows, vector.length, dimension));
        }
        float most = form.scored() == RowForm.F16 ? 65504 : Float.MAX_VALUE;
        for (int i = 0; i < dimension; i++) {
            // Written so that not-a-number fails too.
            if (!(Math.abs(vector[i]) <= most)) {
                throw unfit(
                        "row %d holds %s at %d, expected a number of at most %s".formatted(rows, vector[i], i, most));
            }
        }
    }

    private KbException unfit(String found) {
        return new KbException(VECTORS_UNFIT, target.toString(), found + "; look at the encoder");
    }

    private KbException failed(IOException e) {
        return new KbException(IO, target.toString(), "cannot be written: " + e.getMessage(), e);
    }

    private float writeRow(RowForm rowForm, float[] vector) {
        try {
            room(rowForm.stride(dimension));
            return RowCoder.put(rowForm, vector, buffer);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Reads back the rows just written, as their rounded numbers are what the error is counted from. */
    private float[] writeCoarseRows() throws IOException {
        flush();
        float[] errors = new float[rows];
        try (Arena arena = Arena.ofConfined()) {
            long bytes = (long) rows * form.scored().stride(dimension);
            MemorySegment data = channel.map(MapMode.READ_ONLY, VectorLayout.HEADER_BYTES, bytes, arena);
            RowTable scored = new RowTable(form.scored(), rows, dimension, data, MemorySegment.NULL);
            for (int row = 0; row < rows; row++) {
                float[] vector = scored.row(row);
                scales[row] = writeRow(RowForm.INT8, vector);
                errors[row] = RowCoder.error(vector, scales[row]);
            }
        }
        return errors;
    }

    private void writeNumbers(float[] numbers) throws IOException {
        for (int row = 0; row < rows; row++) {
            room(Float.BYTES);
            buffer.putFloat(numbers[row]);
        }
        pad();
    }

    private void writeKeys() throws IOException {
        for (int row = 0; row < rows; row++) {
            room(Integer.BYTES);
            buffer.putInt(keys[row]);
        }
        pad();
    }

    /** Zeros up to where the section after one of 4 bytes a row begins. */
    private void pad() throws IOException {
        long used = (long) rows * Float.BYTES;
        for (long left = VectorLayout.aligned(used) - used; left > 0; left--) {
            room(1);
            buffer.put((byte) 0);
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        sum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private void writeFooter() throws IOException {
        buffer.putInt((int) sum.getValue())
                .putInt(0)
                .put(VectorFile.FOOTER_MAGIC)
                .flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private void writeHeader() throws IOException {
        byte[] name = encoder.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(VectorLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(VectorFile.MAGIC)
                .putInt(VectorFile.VERSION)
                .putInt(VectorFile.BYTE_ORDER)
                .putInt(form.code())
                .putInt(dimension)
                .putInt(rows)
                .putInt(name.length)
                .putLong(subject)
                .put(name);
        CRC32C check = new CRC32C();
        check.update(header.slice(0, VectorLayout.HEADER_BYTES - Integer.BYTES));
        header.putInt(VectorLayout.HEADER_BYTES - Integer.BYTES, (int) check.getValue());
        header.rewind();
        for (long at = 0; header.hasRemaining(); at = header.position()) {
            channel.write(header, at);
        }
    }
}
