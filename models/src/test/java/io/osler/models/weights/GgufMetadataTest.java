package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a file with a value of each type, written by the reference implementation. */
class GgufMetadataTest {
    private static final Path GOLDEN = Path.of("src/test/resources/weights/golden.gguf");

    private static GgufMetadata golden() {
        try (GgufFile file = GgufFile.open(GOLDEN)) {
            return file.metadata();
        }
    }

    private final GgufMetadata metadata = golden();

    @Test
    void integersOfAllWidths() {
        assertThat(metadata.integer("t.uint8")).isEqualTo(255);
        assertThat(metadata.integer("t.int8")).isEqualTo(-128);
        assertThat(metadata.integer("t.uint16")).isEqualTo(65_535);
        assertThat(metadata.integer("t.int16")).isEqualTo(-32_768);
        assertThat(metadata.integer("t.uint32")).isEqualTo(4_294_967_295L);
        assertThat(metadata.integer("t.int32")).isEqualTo(Integer.MIN_VALUE);
        assertThat(metadata.integer("t.uint64")).isEqualTo(Long.MAX_VALUE);
        assertThat(metadata.integer("t.int64")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void otherSingleValues() {
        assertThat(metadata.string("general.architecture")).isEqualTo("toy");
        assertThat(metadata.string("t.string")).isEqualTo("naïve 😀 \r\n");
        assertThat(metadata.real("t.float32")).isEqualTo(1e-5f);
        assertThat(metadata.real("t.float64")).isEqualTo(0.1);
        assertThat(metadata.bool("t.bool")).isTrue();
        assertThat(metadata.bool("t.no")).isFalse();
    }

    @Test
    void arrays() {
        assertThat(metadata.strings("t.strings")).containsExactly("", "a", "Ġthe", "▁x", "<0x0A>");
        assertThat(metadata.integers("t.uint8s")).containsExactly(0, 255);
        assertThat(metadata.integers("t.int32s")).containsExactly(-1, 0, Integer.MAX_VALUE);
        assertThat(metadata.integers("t.uint32s")).containsExactly(4_294_967_295L);
        assertThat(metadata.integers("t.int64s")).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(metadata.reals("t.float32s")).containsExactly(0.5f, -1e30f, 1e-40f);
        assertThat(metadata.reals("t.float64s")).containsExactly(0.1f, 2f);
    }

    @Test
    void anyValueAsPlainJava() {
        assertThat(metadata.value("t.nested")).contains(List.of(List.of(1L, 2L), List.of(3L)));
        assertThat(metadata.value("t.bools")).contains(List.of(true, false, true));
        assertThat(metadata.value("t.float64s")).contains(List.of(0.1, 2.0));
        assertThat(metadata.value("t.int8")).contains(-128L);
        assertThat(metadata.value("t.none")).isEmpty();
        assertThat(metadata.kind("t.strings")).contains("array of 5 string");
        assertThat(metadata.kind("t.nested")).contains("array of 2 array");
        assertThat(metadata.kind("t.uint8")).contains("uint8");
    }

    @Test
    void keysInTheOrderOfTheFile() {
        assertThat(metadata.keys()).startsWith("general.architecture", "general.alignment", "t.uint8", "t.int8");
        assertThat(metadata.contains("t.no")).isTrue();
        assertThat(metadata.contains("t.none")).isFalse();
    }

    @Test
    void missingKeysAreEmptyOrSayWhatIsNear() {
        assertThat(metadata.findString("t.none")).isEmpty();
        assertThat(metadata.findInteger("t.none")).isEmpty();
        assertThat(metadata.findReal("t.none")).isEmpty();
        assertThat(metadata.findBool("t.none")).isEmpty();
        assertThat(metadata.findStrings("t.none")).isEmpty();
        assertThat(metadata.findReals("t.none")).isEmpty();
        assertThat(metadata.findIntegers("t.none")).isEmpty();
        assertThatThrownBy(() -> metadata.integer("t.uint46"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        "FILE_CORRUPT: golden.gguf, metadata t.uint46: there is no such key, expected integer;"
                                + " nearest: t.uint");
        assertThatThrownBy(() -> metadata.strings("nothing"))
                .hasMessageContaining("expected array of string; nearest: ");
    }

    @Test
    void otherTypesThanExpectedAreRefusedInBothForms() {
        assertThatThrownBy(() -> metadata.string("t.uint8"))
                .isInstanceOf(ModelException.class)
                .hasMessage("FILE_CORRUPT: golden.gguf, metadata t.uint8: the value is uint8, expected string."
                        + " Fetch or convert the file again");
        assertThatThrownBy(() -> metadata.findInteger("t.float32"))
                .hasMessageContaining("is float32, expected integer");
        assertThatThrownBy(() -> metadata.findReal("t.uint8")).hasMessageContaining("expected float32 or float64");
        assertThatThrownBy(() -> metadata.findBool("t.uint8")).hasMessageContaining("is uint8, expected bool");
        assertThatThrownBy(() -> metadata.findStrings("t.int32s")).hasMessageContaining("is array of 3 int32");
        assertThatThrownBy(() -> metadata.findReals("t.int32s")).hasMessageContaining("expected array of float32");
        assertThatThrownBy(() -> metadata.findIntegers("t.nested")).hasMessageContaining("is array of 2 array");
    }

    @Test
    void aNumberThatDoesNotFitALongIsSaidSo() {
        assertThatThrownBy(() -> metadata.integer("t.uint64.above"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the value is 18446744073709551615, expected at most 2^63 - 1");
    }

    @Test
    void arraysAreCopies() {
        metadata.integers("t.uint8s")[0] = 9;
        metadata.reals("t.float32s")[0] = 9;
        assertThat(metadata.integers("t.uint8s")[0]).isZero();
        assertThat(metadata.reals("t.float32s")[0]).isEqualTo(0.5f);
        assertThatThrownBy(() -> metadata.strings("t.strings").set(0, "x"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
