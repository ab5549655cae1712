package io.osler.ner.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePointOffsetsTest {
    /** The JDK's own counting, which starts from the text's begin each time, is the plain twin. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "😀",
                "😀😀",
                "a😀b😀😀c",
                "e\u0301😀",
                "\r\n",
                "\ud83d",
                "\ude00\ud83d",
                "a\ud83d😀\ude00b"
            })
    void agreesWithTheJdkAtEveryCharacter(String text) {
        CodePointOffsets offsets = CodePointOffsets.of(text);
        int codePoints = text.codePointCount(0, text.length());
        assertThat(offsets.codePoints()).isEqualTo(codePoints);
        for (int i = 0; i <= codePoints; i++) {
            int unit = text.offsetByCodePoints(0, i);
            assertThat(offsets.toUtf16(i)).as("code point %d", i).isEqualTo(unit);
            assertThat(offsets.toCodePoints(unit)).as("unit %d", unit).isEqualTo(i);
        }
    }

    @Test
    void refusesToCutACharacter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodePointOffsets.of("a😀").toCodePoints(2))
                .withMessage("offset 2 lies between the two units of one character, expected it before or after");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void refusesUnitsOutside(int unit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodePointOffsets.of("a😀").toCodePoints(unit))
                .withMessage("offset is %d, expected 0 to 3", unit);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void refusesCodePointsOutside(int codePoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodePointOffsets.of("a😀").toUtf16(codePoint))
                .withMessage("offset is %d, expected 0 to 2", codePoint);
    }
}
