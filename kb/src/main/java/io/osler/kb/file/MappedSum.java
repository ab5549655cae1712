package io.osler.kb.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/**
 * The checksum of mapped bytes, by way of the heap. A page that is gone, because the file was cut, is an
 * {@link InternalError} where Java copies it; the checksum's own instructions, and vector instructions, would end the
 * virtual machine (seen with JDK 25: SIGBUS).
 */
public final class MappedSum {
    private static final int CHUNK = 1 << 20;

    private MappedSum() {}

    /**
     * CRC32C of a range.
     *
     * @throws InternalError when the file was cut
     */
    public static int of(MemorySegment bytes, long begin, long end) {
        CRC32C sum = new CRC32C();
        byte[] chunk = new byte[(int) Math.min(CHUNK, end - begin)];
        for (long at = begin; at < end; at += CHUNK) {
            int length = (int) Math.min(CHUNK, end - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
            sum.update(chunk, 0, length);
        }
        return (int) sum.getValue();
    }
}
