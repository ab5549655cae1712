package io.osler.kb.file;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The head of a knowledge base's file: which version it is and where its sections lie. Laid out as {@link KbWriter} says.
 *
 * @param fileBytes length of the whole file
 * @param begins    where each section begins, in bytes of the file
 * @param rows      rows of each section
 * @param sums      CRC32C of each section
 */
record Header(long fileBytes, long[] begins, long[] rows, int[] sums) {
    static final int VERSION = 2;
    static final int ORDER_MARK = 0x01020304;
    static final int BYTES = 32 + Section.values().length * 24;
    private static final int SUM_AT = 28;
    private static final byte[] MAGIC = {'O', 'S', 'L', 'E', 'R', 'K', 'B', '\n'};

    long bytes(Section section) {
        return rows[section.number()] * section.width();
    }

    ByteBuffer encoded() {
        ByteBuffer head = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC)
                .putInt(ORDER_MARK)
                .putInt(VERSION)
                .putLong(fileBytes)
                .putInt(begins.length)
                .putInt(0);
        for (int i = 0; i < begins.length; i++) {
            head.putLong(begins[i]).putLong(rows[i]).putInt(sums[i]).putInt(0);
        }
        head.putInt(SUM_AT, sum(head.array()));
        return head.flip();
    }

    /**
     * @throws KbException when this is no knowledge base, one of another version or byte order, or a damaged one
     */
    static Header decoded(MemorySegment file, String place) {
        byte[] head = file.asSlice(0, Math.min(BYTES, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        if (head.length < MAGIC.length
                || !ByteBuffer.wrap(head, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new KbException(
                    Code.NOT_A_KB, place, "this is no knowledge base. Build one: osler kb build SOURCES -o DIR");
        }
        ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length < 16) {
            throw damaged(place, "the file ends after %d bytes".formatted(head.length));
        }
        int order = in.getInt(8);
        if (order == Integer.reverseBytes(ORDER_MARK)) {
            throw new KbException(
                    Code.VERSION_UNSUPPORTED,
                    place,
                    "its numbers are big-endian, expected little-endian. Build it again with this version");
        }
        int version = in.getInt(12);
        if (order == ORDER_MARK && version != VERSION) {
            throw new KbException(
                    Code.VERSION_UNSUPPORTED,
                    place,
                    "it has format version %d, this build reads %d. Build it again with this version"
                            .formatted(version, VERSION));
        }
        if (head.length < BYTES) {
            throw damaged(place, "the file ends after %d bytes, inside its head of %d".formatted(head.length, BYTES));
        }
        int sum = in.getInt(SUM_AT);
        in.putInt(SUM_AT, 0);
        if (sum != sum(head)) {
            throw damaged(place, "the checksum of its head differs");
        }
        return sections(in, file.byteSize(), place);
    }

    private static Header sections(ByteBuffer in, long fileBytes, String place) {
        long stated = in.getLong(16);
        if (stated != fileBytes) {
            throw damaged(place, "it has %d bytes, its head says %d".formatted(fileBytes, stated));
        }
        int count = in.getInt(24);
        if (count != Section.values().length) {
            throw damaged(place, "it has %d sections, expected %d".formatted(count, Section.values().length));
        }
        long[] begins = new long[count];
        long[] rows = new long[count];
        int[] sums = new int[count];
        for (Section section : Section.values()) {
            int i = section.number();
            int at = 32 + i * 24;
            begins[i] = in.getLong(at);
            rows[i] = in.getLong(at + 8);
            sums[i] = in.getInt(at + 16);
            boolean inside = rows[i] >= 0
                    && rows[i] <= fileBytes / section.width()
                    && begins[i] >= BYTES
                    && begins[i] % 8 == 0
                    && begins[i] <= fileBytes - rows[i] * section.width();
            if (!inside) {
                throw damaged(place, "section %s does not lie inside the file".formatted(section));
            }
        }
        return new Header(fileBytes, begins, rows, sums);
    }

    static KbException damaged(String place, String what) {
        return new KbException(Code.DAMAGED, place, what + ". Build it again, or copy it again from where it is whole");
    }

    /** Of the head with its own sum read as zero. */
    private static int sum(byte[] head) {
        CRC32C sum = new CRC32C();
        sum.update(head);
        return (int) sum.getValue();
    }
}
