package io.osler.kb.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    @Test
    void rowsBeginAtLines() {
        assertThat(RowForm.F32.stride(384)).isEqualTo(1536);
        assertThat(RowForm.F32.stride(17)).isEqualTo(128);
        assertThat(RowForm.F16.stride(33)).isEqualTo(128);
        assertThat(RowForm.INT8.stride(64)).isEqualTo(64);
    }

    @Test
    void sizesMustAgree() {
        assertThatThrownBy(() -> new RowTable(RowForm.F32, 2, 3, NOTHING, NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 rows of 3 numbers as F32 lie in 0 bytes, expected 128");
        assertThatThrownBy(() -> new RowTable(RowForm.INT8, 1, 3, MemorySegment.ofArray(new byte[64]), NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scales of 1 rows lie in 0 bytes, expected 4 for each");
        assertThatThrownBy(() -> new RowTable(RowForm.F32, 1, 0, NOTHING, NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 rows of 0 numbers, expected at least 0 rows of at least 1");
    }
}
