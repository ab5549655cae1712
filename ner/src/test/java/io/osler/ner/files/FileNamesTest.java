package io.osler.ner.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "note-17, note-17",
        "ward/note 17, ward_note_17",
        "a\\b:c*?, a_b_c_",
        ".., _",
        "../../etc/passwd, __.._etc_passwd",
        ".hidden, _hidden",
        "-rf, _rf",
        "v1.2., v1.2_",
        "'', note",
        "Überweisung, _berweisung",
        "CON, _CON",
        "lpt1.old, _lpt1.old",
        "console, console",
    })
    void namesAreSafe(String id, String name) {
        assertThat(new FileNames().take(id)).isEqualTo(name);
    }

    @Test
    void namesAreHandedOutOnceWhateverTheirCase() {
        FileNames names = new FileNames();
        assertThat(List.of("a/b", "a b", "A_B", "a_b-2", "a_b").stream().map(names::take))
                .containsExactly("a_b", "a_b-2", "A_B-3", "a_b-2-2", "a_b-4");
    }

    @Test
    void longNamesLeaveRoomForNumberAndEnding() {
        FileNames names = new FileNames();
        String first = names.take("x".repeat(500));
        assertThat(first).hasSize(120);
        assertThat(names.take("x".repeat(501))).isEqualTo(first + "-2");
    }
}
