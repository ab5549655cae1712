package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAlignedAlsoBesideWideCharacters() {
        TextTable table = new TextTable(0, "text", "type");
        table.add("发烧", "problem");
        table.add("nai\u0308ve", "x");
        table.add("😀", "y");

        assertThat(table.lines(0)).containsExactly("text   type", "发烧   problem", "nai\u0308ve  x", "😀     y");
    }

    @Test
    void aNarrowTerminalCutsOneColumn() {
        TextTable table = new TextTable(0, "text", "type");
        table.add("acute decompensated heart failure", "problem");
        table.add("发烧发烧发烧发烧发烧", "problem");

        assertThat(table.lines(24))
                .containsExactly("text             type", "acute decompen…  problem", "发烧发烧发烧发…  problem")
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(24));
        assertThat(table.lines(3).get(1)).isEqualTo("acute d…  problem");
    }

    @Test
    void whatATerminalWouldObeyIsTakenOut() {
        assertThat(DisplayWidth.harmless(" chest\r\n\t pain\u001b[31m \u202Egnp\uFEFF"))
                .isEqualTo("chest pain [31m gnp");
        assertThat(DisplayWidth.cut("abc", 0)).isEmpty();
    }
}
