package io.osler.ner.files;

import io.osler.ner.AnnotatedText;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Short hashes that change when what they are of does: the first 16 hexadecimal digits of a SHA-256. */
public final class Fingerprint {
    private static final int DIGITS = 16;
    private static final int ENDS = 1 << 16;

    private Fingerprint() {}

    public static String of(String text) {
        return shortened(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of texts and their mentions, in order. */
    public static String of(List<AnnotatedText> texts) {
        MessageDigest digest = sha256();
        for (AnnotatedText text : texts) {
            digest.update(text.text().getBytes(StandardCharsets.UTF_8));
            digest.update(text.mentions().toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return shortened(digest.digest());
    }

    /** Of a file, or the files of a directory: names, sizes, and the first and last 64 KiB of each. Fast for any size. */
    public static String ofFiles(Path place) {
        MessageDigest digest = sha256();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(digest, place.relativize(file).toString(), file);
            }
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.INPUT_UNREADABLE,
                    place.toString(),
                    "cannot be read, check that you may read it",
                    e);
        }
        return shortened(digest.digest());
    }

    private static void add(MessageDigest digest, String name, Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            digest.update((name + " " + size + "\n").getBytes(StandardCharsets.UTF_8));
            addPart(digest, channel, 0);
            addPart(digest, channel, Math.max(0, size - ENDS));
        }
    }

    private static void addPart(MessageDigest digest, SeekableByteChannel channel, long from) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(ENDS);
        channel.position(from);
        while (part.hasRemaining() && channel.read(part) >= 0) {
            // Until it is full or the file ends.
        }
        digest.update(part.flip());
    }

    private static String shortened(byte[] hash) {
        return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
