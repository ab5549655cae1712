package io.osler.engine.loop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns tokens' bytes into text that is safe to show: whole characters only, and nothing that may yet turn out to be
 * the beginning of a stop string.
 */
final class StopScanner {
    private final List<String> stops;
    private final ByteArrayOutputStream undecoded = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private int released;
    private boolean stopped;

    StopScanner(List<String> stops) {
        this.stops = stops;
    }

    /** Adds one token's bytes; true once a stop string is complete, which ends the text before it. */
    boolean add(byte[] bytes) {
        undecoded.writeBytes(bytes);
        byte[] all = undecoded.toByteArray();
        int whole = wholeCharacters(all);
        text.append(new String(all, 0, whole, StandardCharsets.UTF_8));
        undecoded.reset();
        undecoded.write(all, whole, all.length - whole);
        int cut = stops.stream()
                .mapToInt(stop -> text.indexOf(stop))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
        if (cut >= 0) {
            text.setLength(cut);
            stopped = true;
        }
        return stopped;
    }

    /** Text not yet released that no stop string can take back. */
    String release() {
        int end = stopped ? text.length() : text.length() - possibleStop();
        String piece = text.substring(Math.min(released, end), end);
        released = Math.max(released, end);
        return piece;
    }

    /** Ends the text: what was held back, and bytes that never became a character as U+FFFD. */
    String finish() {
        if (!stopped) {
            text.append(undecoded.toString(StandardCharsets.UTF_8));
            stopped = true;
        }
        return release();
    }

    String text() {
        return text.toString();
    }

    /** Length of the longest end of the text that begins a stop string. */
    private int possibleStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (text.indexOf(stop.substring(0, length), text.length() - length) >= 0) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    /** Bytes up to a character that is begun but not complete; malformed bytes count as complete. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int lead = bytes[bytes.length - back] & 0xFF;
            if (lead >= 0xC0) {
                int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
            if (lead < 0x80) {
                return bytes.length;
            }
        }
        return bytes.length;
    }
}
