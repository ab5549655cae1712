package io.osler.models.text;

import ai.djl.huggingface.tokenizers.Encoding;
import java.util.Arrays;

/** What the tokenizers library answers, in our numbers. */
final class Encodings {
    private Encodings() {}

    static int[] ids(Encoding encoding) {
        return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    /** The library counts code points; index {@code i} of the result is the UTF-16 index of code point {@code i}. */
    static int[] utf16OfCodePoints(String text) {
        int[] index = new int[text.codePointCount(0, text.length()) + 1];
        for (int point = 0, unit = 0; point < index.length; point++) {
            index[point] = unit;
            unit += unit < text.length() && Character.charCount(text.codePointAt(unit)) == 2 ? 2 : 1;
        }
        return index;
    }
}
