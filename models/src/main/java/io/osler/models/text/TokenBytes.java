package io.osler.models.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The UTF-8 bytes a vocabulary entry stands for. Two spellings are in use: byte-level BPE writes each byte as one
 * printable character (GPT-2), SentencePiece writes a space as U+2581 and single bytes as {@code <0x0A>}.
 */
enum TokenBytes {
    BYTE_LEVEL {
        @Override
        byte[] of(String entry) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(entry.length());
            for (int i = 0; i < entry.length(); i++) {
                Integer value = BYTE_OF.get(entry.charAt(i));
                if (value == null) {
                    return entry.getBytes(StandardCharsets.UTF_8); // a special token, written as it is
                }
                bytes.write(value);
            }
            return bytes.toByteArray();
        }
    },
    SENTENCE_PIECE {
        @Override
        byte[] of(String entry) {
            if (BYTE.matcher(entry).matches()) {
                return new byte[] {(byte) Integer.parseInt(entry, 3, 5, 16)};
            }
            return entry.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-Fa-f]{2}>");
    private static final Map<Character, Integer> BYTE_OF = byteOf();

    abstract byte[] of(String entry);

    /** Printable Latin-1 characters stand for themselves, the other bytes for U+0100 and up, in order. */
    private static Map<Character, Integer> byteOf() {
        Map<Character, Integer> map = new HashMap<>();
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
            map.put(printable ? (char) b : next++, b);
        }
        return map;
    }
}
