package io.osler.kb.file;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * Writes a knowledge base: one file, {@value KbFile#NAME}, in a directory of its own. It is written under another name
 * beside its place, forced to disk and renamed over it, so that the directory holds the old knowledge base or the new one
 * whole, whatever happens; who has the old one open keeps it. What a killed build leaves is removed by the next one. One
 * thread; equal sections make equal files.
 *
 * <p>All numbers are little-endian, texts UTF-8, sums CRC32C. {@code u32} rows and counts stay below 2^31, offsets in
 * bytes below 2^32. A table with a column of <em>begins</em> has one row more than it has entries: an entry ends where the
 * next begins, and of the extra row only the begins count.
 *
 * <pre>
 * head      u8[8] "OSLERKB\n"   u32 0x01020304   u32 version = 2   u64 bytes of the file
 *           u32 sections = 22   u32 sum of the head, with this field zero
 *           per section: u64 begin in the file, a multiple of 8   u64 rows   u32 sum   u32 0
 *
 * sections, in this order; between them zeros
 *  MANIFEST         u8    JSON: builtAt, sources
 *  TYPES            u32 begin in TYPE_TEXTS                          semantic types, sorted by UTF-16 units
 *  TYPE_TEXTS       u8
 *  ORIGINS          u32 begin in ORIGIN_TEXTS                        vocabularies, the preferred one first
 *  ORIGIN_TEXTS     u8
 *  CONCEPTS         u32 begin in IDS   u32 begin in DEFINITIONS   u32 begin in CONCEPT_NAMES
 *                   u32 begin in CONCEPT_TYPES   u32 begin in CONCEPT_PARENTS      sorted by the bytes of their ids
 *  IDS              u8
 *  DEFINITIONS      u8    none where begin = end
 *  CONCEPT_NAMES    u32 row of NAMES                                 the preferred name first
 *  CONCEPT_TYPES    u32 row of TYPES                                 ascending
 *  CONCEPT_PARENTS  u32 row of CONCEPTS                              ascending
 *  NAMES            u32 row of CONCEPTS   u32 begin in NAME_TEXTS   u8 kind   u8 flags   u16 row of ORIGINS
 *                   in the order of their nodes; kind and flags as in NameKind and Names
 *  NAME_TEXTS       u8
 *  WORDS            u32 begin in WORD_TEXTS   u32 node of the word alone, 0 for none      sorted by UTF-16 units
 *  WORD_TEXTS       u8    the forms of WordForm; then 8 zeros
 *  WORD_SLOTS       u64 upper 32 bits of the word's hash, word + 1 in the lower ones; 0 for free
 *                   2^k rows, at most half of them full; a word is in the first free row from (hash mod 2^k) on
 *  NODES            u32 begin of children in NODES   u32 begin in NAMES   u32 parent
 *                   a trie of words, level by level; node 0 is the root, children of a node ascend by word
 *  NODE_WORDS       u32 row of WORDS: the last word of the node's sequence; 0 for the root
 *  TOKEN_ORDERS     u64 hash of the sorted words in the upper 32 bits, node in the lower ones      ascending
 *  SEGMENTS         u64 hash of a third of a name in the upper 32 bits, node in the lower ones      ascending
 *  ALTERNATIVES     u32 begin in ALTERNATIVE_IDS   u32 row of CONCEPTS
 *                   further ids of concepts, sorted by their bytes; none of them is in IDS, and each is there once
 *  ALTERNATIVE_IDS  u8
 * </pre>
 *
 * <p>Version 2 added the alternative ids; version 1 is not read.
 *
 * <p>The hashes are those of {@link Hashes}; {@code io.osler.kb.search.Segments} says how names are cut in thirds.
 */
public final class KbWriter implements AutoCloseable {
    private static final String PART = ".part";
    /** Parts of this process: opening and closing one again would drop its lock. */
    private static final Set<Path> AT_WORK = ConcurrentHashMap.newKeySet();

    private static final int BUFFER = 1 << 20;

    private final Path directory;
    private final Path part;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final long[] begins = new long[Section.values().length];
    private final long[] rows = new long[begins.length];
    private final int[] sums = new int[begins.length];
    private CRC32C sum = new CRC32C();
    private Section current;
    private int sections;
    private boolean committed;

    private KbWriter(Path directory, Path part, FileChannel channel) {
        this.directory = directory;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Begins a file aside.
     *
     * @param directory made where there is none
     * @throws KbException {@code IO} when nothing can be written there
     */
    public static KbWriter into(Path directory) {
        try {
            Files.createDirectories(directory);
            removeLeftovers(directory);
            Path part = directory.resolve("%s.%s%s".formatted(KbFile.NAME, UUID.randomUUID(), PART));
            AT_WORK.add(part.toAbsolutePath());
            FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock(); // tells other processes that somebody is at work on it; goes with the channel or the
            // process
            channel.position(Header.BYTES);
            return new KbWriter(directory, part, channel);
        } catch (IOException e) {
            throw unwritten(directory, e);
        }
    }

    /** Ends the section before and begins the next; sections come in the order of {@link Section}. */
    public void begin(Section section) {
        if (section.number() != sections) {
            throw new IllegalStateException("section %s after %s".formatted(section, current));
        }
        endSection();
        current = section;
        sections++;
        begins[section.number()] = position();
    }

    public void u8(int value) {
        room(1).put((byte) value);
    }

    public void u16(int value) {
        room(2).putShort((short) value);
    }

    public void u32(int value) {
        room(4).putInt(value);
    }

    public void u64(long value) {
        room(8).putLong(value);
    }

    public void bytes(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            ByteBuffer room = room(1);
            int count = Math.min(room.remaining(), bytes.length - at);
            room.put(bytes, at, count);
            at += count;
        }
    }

    /**
     * Ends the last section, forces everything to disk and puts the file in its place.
     *
     * @return bytes of the file
     */
    public long commit() {
        if (sections != begins.length) {
            throw new IllegalStateException("%d sections, expected %d".formatted(sections, begins.length));
        }
        endSection();
        try {
            long length = channel.position();
            ByteBuffer head = new Header(length, begins, rows, sums).encoded();
            for (long at = 0; head.hasRemaining(); ) {
                at += channel.write(head, at);
            }
            channel.force(true);
            Files.move(
                    part,
                    directory.resolve(KbFile.NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            committed = true;
            forceDirectory();
            return length;
        } catch (IOException e) {
            throw unwritten(directory, e);
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritten(directory, e);
        } finally {
            AT_WORK.remove(part.toAbsolutePath());
        }
    }

    private void endSection() {
        if (current == null) {
            return;
        }
        flush();
        int number = current.number();
        long bytes = position() - begins[number];
        if (bytes % current.width() != 0) {
            throw new IllegalStateException("section %s has %d bytes".formatted(current, bytes));
        }
        rows[number] = bytes / current.width();
        sums[number] = (int) sum.getValue();
        while (position() % 8 != 0) {
            buffer.put((byte) 0);
        }
        flush();
        sum = new CRC32C();
    }

    private long position() {
        try {
            return channel.position() + buffer.position();
        } catch (IOException e) {
            throw unwritten(directory, e);
        }
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        buffer.flip();
        sum.update(buffer.duplicate());
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw unwritten(directory, e);
        }
        buffer.clear();
    }

    /** So that the rename itself survives a power cut; systems that cannot do this keep the old file then. */
    private void forceDirectory() {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            // Windows opens no directory; the file itself is on disk already.
        }
    }

    private static void removeLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, KbFile.NAME + ".*" + PART)) {
            for (Path part : parts) {
                if (!AT_WORK.contains(part.toAbsolutePath()) && isAbandoned(part)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static boolean isAbandoned(Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    private static KbException unwritten(Path directory, IOException e) {
        return new KbException(
                Code.IO,
                directory.toString(),
                "the knowledge base cannot be written (%s). Check permissions and free space; the old one stays"
                        .formatted(e),
                e);
    }
}
