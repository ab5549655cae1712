package io.osler.kb.vector;

import static io.osler.kb.KbException.Code.DAMAGED;
import static io.osler.kb.KbException.Code.IO;
import static io.osler.kb.KbException.Code.VERSION_UNSUPPORTED;

import io.osler.kb.KbException;
import io.osler.kb.file.MappedSum;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * A mapped file of a graph, as {@link GraphWriter} writes it. Safe for any number of threads; each search walks a
 * {@link #view} of its own.
 */
final class MappedGraph implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final String REBUILD = "build the graph anew";

    private final Arena arena;
    private final MemorySegment file;
    private final GraphHeader header;
    private final int[] levelNodes;
    private final long[] levelAt;

    private MappedGraph(Arena arena, MemorySegment file, GraphHeader header, int[] levelNodes, long[] levelAt) {
        this.arena = arena;
        this.file = file;
        this.header = header;
        this.levelNodes = levelNodes;
        this.levelAt = levelAt;
    }

    /**
     * @param vectors whose graph it must be
     * @throws KbException NOT_A_KB, VERSION_UNSUPPORTED, DAMAGED when truncated or of other vectors, IO
     */
    @SuppressWarnings("MustBeClosedChecker") // the arena is handed on, and closed here when opening fails
    static MappedGraph open(Path path, VectorFile vectors) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            GraphHeader header = GraphHeader.read(path, channel);
            if (header.rows() != vectors.facts().rows() || header.vectorsChecksum() != vectors.checksum()) {
                throw damaged(path, "belongs to other vectors than those of " + vectors.path());
            }
            if (channel.size() != header.fileBytes()) {
                throw damaged(path, "is %d bytes long, expected %d".formatted(channel.size(), header.fileBytes()));
            }
            MemorySegment file = channel.map(MapMode.READ_ONLY, 0, header.fileBytes(), arena);
            return of(path, arena, file, header);
        } catch (IOException e) {
            arena.close();
            throw new KbException(IO, path.toString(), "cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static MappedGraph of(Path path, Arena arena, MemorySegment file, GraphHeader header) {
        int[] nodes = new int[header.levels()];
        long[] at = new long[header.levels()];
        long next = GraphHeader.BYTES;
        for (int level = 0; level < header.levels(); level++) {
            nodes[level] = level == 0 ? header.rows() : file.get(INT, next);
            at[level] = level == 0 ? next : next + Integer.BYTES;
            next = at[level] + header.levelBytes(level, nodes[level]);
            if (nodes[level] < 0 || next > header.fileBytes()) {
                throw damaged(path, "has a level %d of %d nodes".formatted(level, nodes[level]));
            }
        }
        return new MappedGraph(arena, file, header, nodes, at);
    }

    /** A walk of its own over the shared graph. */
    HnswGraph view() {
        return new View();
    }

    /**
     * Reads the whole file and compares its checksum.
     *
     * @throws KbException DAMAGED when it differs
     */
    void verify(Path path) {
        try {
            int sum = MappedSum.of(file, GraphHeader.BYTES, header.fileBytes());
            if (sum != header.checksum()) {
                throw damaged(path, "has checksum %08x, expected %08x".formatted(sum, header.checksum()));
            }
        } catch (InternalError e) {
            throw damaged(path, "was cut while open");
        }
    }

    long bytes() {
        return header.fileBytes();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static KbException damaged(Path path, String found) {
        return new KbException(DAMAGED, path.toString(), found + "; " + REBUILD);
    }

    /** State of one walk: the node whose neighbours are being read. */
    private final class View extends HnswGraph {
        private long at;
        private int left;
        private int count;

        @Override
        public void seek(int level, int node) {
            int place = level == 0 ? node : placeOf(level, node);
            long ids = level == 0 ? 0 : (long) levelNodes[level] * Integer.BYTES;
            at = levelAt[level] + ids + (long) place * header.slotBytes(level);
            count = file.get(INT, at);
            left = count;
        }

        /** Nodes of an upper level are sorted. */
        private int placeOf(int level, int node) {
            int low = 0;
            int high = levelNodes[level] - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (file.get(INT, levelAt[level] + (long) middle * Integer.BYTES) <= node) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        @Override
        public int nextNeighbor() {
            if (left == 0) {
                return DocIdSetIterator.NO_MORE_DOCS;
            }
            left--;
            at += Integer.BYTES;
            return file.get(INT, at);
        }

        @Override
        public int neighborCount() {
            return count;
        }

        @Override
        public int size() {
            return header.rows();
        }

        @Override
        public int numLevels() {
            return header.levels();
        }

        @Override
        public int maxConn() {
            return header.connections();
        }

        @Override
        public int entryNode() {
            return header.entry();
        }

        @Override
        public NodesIterator getNodesOnLevel(int level) {
            if (level == 0) {
                return new DenseNodesIterator(header.rows());
            }
            int[] nodes = file.asSlice(levelAt[level], (long) levelNodes[level] * Integer.BYTES)
                    .toArray(INT);
            return new ArrayNodesIterator(nodes, nodes.length);
        }
    }

    /**
     * The first bytes of the file; {@link GraphWriter} tells the format.
     *
     * @param connections most neighbours of a node above level 0, where there are twice as many
     * @param entry       the node a walk begins at; -1 without rows
     */
    record GraphHeader(
            int rows, int levels, int connections, int entry, int vectorsChecksum, int checksum, long fileBytes) {
        static final byte[] MAGIC = {'O', 'S', 'L', 'E', 'R', 'G', 'R', 'A'};
        static final int VERSION = 1;
        static final int BYTES = 64;

        static GraphHeader read(Path path, FileChannel channel) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
            boolean whole = !bytes.hasRemaining();
            bytes.rewind();
            byte[] magic = new byte[MAGIC.length];
            bytes.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new KbException(
                        KbException.Code.NOT_A_KB,
                        path.toString(),
                        "is no graph of vectors, expected a file that begins with OSLERGRA; " + REBUILD);
            }
            int version = bytes.getInt();
            if (whole && version != VERSION) {
                throw new KbException(
                        VERSION_UNSUPPORTED,
                        path.toString(),
                        "has version %d, this build reads %d; %s".formatted(version, VERSION, REBUILD));
            }
            GraphHeader header = new GraphHeader(
                    bytes.getInt(),
                    bytes.getInt(),
                    bytes.getInt(),
                    bytes.getInt(),
                    bytes.getInt(),
                    bytes.getInt(),
                    bytes.getLong());
            if (!whole || sumOf(bytes) != bytes.getInt(BYTES - Integer.BYTES)) {
                throw damaged(path, "has a header that differs from its checksum");
            }
            return header;
        }

        ByteBuffer write() {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(MAGIC)
                    .putInt(VERSION)
                    .putInt(rows)
                    .putInt(levels)
                    .putInt(connections)
                    .putInt(entry)
                    .putInt(vectorsChecksum)
                    .putInt(checksum)
                    .putLong(fileBytes);
            return bytes.putInt(BYTES - Integer.BYTES, sumOf(bytes)).rewind();
        }

        private static int sumOf(ByteBuffer header) {
            CRC32C sum = new CRC32C();
            sum.update(header.slice(0, BYTES - Integer.BYTES));
            return (int) sum.getValue();
        }

        int slotBytes(int level) {
            return (1 + (level == 0 ? 2 * connections : connections)) * Integer.BYTES;
        }

        long levelBytes(int level, int nodes) {
            return (long) nodes * (slotBytes(level) + (level == 0 ? 0 : Integer.BYTES));
        }
    }
}
