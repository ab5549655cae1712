package io.osler.kb.vector;

import static io.osler.kb.KbException.Code.IO;

import io.osler.kb.KbException;
import io.osler.kb.vector.MappedGraph.GraphHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * Writes a graph over the rows of a {@link VectorFile} beside it: aside, then renamed.
 *
 * <p>The format, version 1, little-endian.
 *
 * <pre>
 * header, 64 bytes
 *      0  "OSLERGRA"
 *      8  u32 version
 *     12  u32 rows
 *     16  u32 levels
 *     20  u32 connections C       most neighbours of a node above level 0; there, 2 C
 *     24  i32 entry               the node of the top level where a walk begins; -1 without rows
 *     28  u32 checksum of the vectors' file
 *     32  u32 CRC32C of all after the header
 *     36  u64 bytes of the file
 *     60  u32 CRC32C of bytes 0 to 59
 * level 0     for each row: u32 n, u32 neighbour[n], zeros up to 2 C of them
 * level 1 …   u32 nodes, u32 node[nodes] ascending, for each: u32 n, u32 neighbour[n], zeros up to C of them
 * </pre>
 */
final class GraphWriter {
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C sum = new CRC32C();

    private GraphWriter(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param connections of the graph, see above
     * @throws KbException IO
     */
    static void write(Path target, HnswGraph graph, int connections, VectorFile vectors) {
        Path whole = target.toAbsolutePath();
        Path aside = whole.resolveSibling(
                "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                new GraphWriter(channel).writeAll(graph, connections, vectors);
                channel.force(true);
            }
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new KbException(IO, target.toString(), "cannot be written: " + e.getMessage(), e);
        }
    }

    private void writeAll(HnswGraph graph, int connections, VectorFile vectors) throws IOException {
        channel.position(GraphHeader.BYTES);
        int rows = vectors.facts().rows();
        int levels = rows == 0 ? 0 : graph.numLevels();
        for (int level = 0; level < levels; level++) {
            writeLevel(graph, level, level == 0 ? 2 * connections : connections);
        }
        flush();
        GraphHeader header = new GraphHeader(
                rows,
                levels,
                connections,
                rows == 0 ? -1 : graph.entryNode(),
                vectors.checksum(),
                (int) sum.getValue(),
                channel.position());
        channel.write(header.write(), 0);
    }

    private void writeLevel(HnswGraph graph, int level, int slots) throws IOException {
        HnswGraph.NodesIterator iterator = graph.getNodesOnLevel(level);
        int[] nodes = new int[iterator.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = iterator.nextInt();
        }
        Arrays.sort(nodes);
        if (level > 0) {
            put(nodes.length);
            for (int node : nodes) {
                put(node);
            }
        }
        int[] neighbours = new int[slots];
        for (int node : nodes) {
            graph.seek(level, node);
            int count = 0;
            for (int next = graph.nextNeighbor(); next != DocIdSetIterator.NO_MORE_DOCS; next = graph.nextNeighbor()) {
                neighbours[count++] = next;
            }
            Arrays.fill(neighbours, count, slots, 0);
            put(count);
            for (int neighbour : neighbours) {
                put(neighbour);
            }
        }
    }

    private void put(int number) throws IOException {
        if (buffer.remaining() < Integer.BYTES) {
            flush();
        }
        buffer.putInt(number);
    }

    private void flush() throws IOException {
        buffer.flip();
        sum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
