package io.osler.ner.prompt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * One of the texts an answer may go on with.
 *
 * @param rest   what is still to be written of it, UTF-8; may begin within a character
 * @param beyond what will or may stand behind it, so that a token that reaches over its end speaks for it; may be empty
 * @param bias   added to the log-odds of taking it
 * @param trail  the items settled once it is written
 * @param next   the ways on from its end; none when the answer is complete
 */
record Way(byte[] rest, byte[] beyond, double bias, Trail trail, Supplier<List<Way>> next) {
    static Way of(String text, String beyond, double bias, Trail trail, Supplier<List<Way>> next) {
        return new Way(
                text.getBytes(StandardCharsets.UTF_8), beyond.getBytes(StandardCharsets.UTF_8), bias, trail, next);
    }

    /** Behind its first {@code count} bytes. */
    Way after(int count) {
        return new Way(Arrays.copyOfRange(rest, count, rest.length), beyond, bias, trail, next);
    }

    byte[] restAndBeyond() {
        byte[] both = Arrays.copyOf(rest, rest.length + beyond.length);
        System.arraycopy(beyond, 0, both, rest.length, beyond.length);
        return both;
    }
}
