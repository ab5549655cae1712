package io.osler.engine.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a zip of stored, not compressed, entries.
 *
 * <pre>
 * archive/data.pkl            pickle protocol 2: one object of class __torch__.M with {training: False, packed: {}}
 * archive/code/__torch__.py   the program
 * archive/constants.pkl       pickle of an empty tuple
 * archive/version             "10"
 * </pre>
 *
 * The pickles are the constants below; no pickle is ever read from elsewhere.
 */
final class TorchArchive {
    private static final byte[] EMPTY_TUPLE = latin1("\u0080\u0002).");

    private TorchArchive() {}

    static void write(TorchProgram program, Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "data.pkl", module());
            put(zip, "code/__torch__.py", program.text().getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", EMPTY_TUPLE);
            put(zip, "version", latin1("10\n"));
        }
    }

    /** Protocol 2; global {@code __torch__ M}; empty tuple; new object; dict {training: False, packed: {}}; build; stop. */
    private static byte[] module() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(latin1("\u0080\u0002c__torch__\nM\n)\u0081}("));
        putText(pickle, "training");
        pickle.writeBytes(latin1("\u0089"));
        putText(pickle, "packed");
        pickle.writeBytes(latin1("}ub."));
        return pickle.toByteArray();
    }

    /** X, length in four bytes, text. */
    private static void putText(ByteArrayOutputStream pickle, String text) {
        pickle.writeBytes(new byte[] {'X', (byte) text.length(), 0, 0, 0});
        pickle.writeBytes(latin1(text));
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("archive/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
