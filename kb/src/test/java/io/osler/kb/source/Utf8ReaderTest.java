package io.osler.kb.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ReaderTest {
    @TempDir
    Path directory;

    private static Utf8Reader reader(byte[] bytes) {
        return new Utf8Reader("toy", new ByteArrayInputStream(bytes), Utf8Reader.Runs.LINES);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Characters of one to four bytes, read in pieces of every size, also one unit at a time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8192})
    void handsOutEveryCharacterOnce(int piece) {
        SplittableRandom random = new SplittableRandom(piece);
        String[] signs = {"a", "\n", "é", "€", "😀"};
        StringBuilder text = new StringBuilder();
        random.ints(70_000, 0, signs.length).forEach(i -> text.append(signs[i]));

        StringBuilder read = new StringBuilder();
        char[] buffer = new char[piece];
        try (Utf8Reader reader = reader(utf8(text.toString()))) {
            for (int n = reader.read(buffer, 0, piece); n >= 0; n = reader.read(buffer, 0, piece)) {
                read.append(buffer, 0, n);
            }
        }
        assertThat(read.toString()).isEqualTo(text.toString());
    }

    @Test
    void aLoneUnitAfterHalfAPairGoesOn() {
        try (Utf8Reader reader = reader(utf8("😀bc"))) {
            char[] buffer = new char[3];
            assertThat(reader.read(buffer, 0, 1)).isEqualTo(1);
            int more = reader.read(buffer, 1, 2);
            assertThat(new String(buffer, 0, 1 + more)).isEqualTo("😀b");
        }
    }

    @Test
    void bytesThatAreNotUtf8AreNamedByLineAndColumn() {
        byte[] latin = "one\ntwo na\u00efve\n".getBytes(StandardCharsets.ISO_8859_1);
        List<String> before = new ArrayList<>();
        Path file = RecordedFacts.file(directory, "latin.tsv", latin);
        assertThatThrownBy(() -> {
                    try (LineReader lines = new LineReader(new VocabularyFile(file))) {
                        while (lines.next()) {
                            before.add(lines.text());
                        }
                    }
                })
                .isInstanceOf(KbException.class)
                .hasMessage("SOURCE_MALFORMED: " + file
                        + ":2:7: found bytes that are not UTF-8 (ef), expected a file in UTF-8; convert it first");
        assertThat(before).containsExactly("one");
    }

    @Test
    void aCharacterCutOffAtTheEndIsAnError() {
        byte[] whole = utf8("ab€");
        assertThatThrownBy(() -> reader(Arrays.copyOf(whole, whole.length - 1)).readAllAsString())
                .isInstanceOf(KbException.class)
                .hasMessageContaining("toy:1:3: found bytes that are not UTF-8 (e2)");
    }

    @Test
    void aMistakeBeforeBadBytesIsSeenFirst() {
        byte[] bytes = new byte[] {'o', 'k', '\n', (byte) 0xff};
        try (Utf8Reader reader = reader(bytes)) {
            char[] buffer = new char[10];
            assertThat(reader.read(buffer, 0, 10)).isEqualTo(3);
            assertThatThrownBy(() -> reader.read(buffer, 0, 10)).hasMessageContaining("toy:2:1");
        }
    }

    @Test
    void aLineThatDoesNotEndIsRefusedBeforeItFillsTheMemory() {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'a');
        byte[][] blocks = new byte[101][];
        Arrays.fill(blocks, block);
        blocks[0] = utf8("first\n");
        Path file = RecordedFacts.gz(directory, "long.gz", blocks);
        try (LineReader lines = new LineReader(new VocabularyFile(file))) {
            assertThat(lines.next()).isTrue();
            assertThatThrownBy(lines::next)
                    .isInstanceOf(KbException.class)
                    .hasMessage("SOURCE_MALFORMED: " + file
                            + ":2:16777218: found a line of more than 16,777,216 characters,"
                            + " expected shorter ones; this may be another kind of file");
        }
    }

    @Test
    void linesEndWithOrWithoutCarriageReturnOrNotAtAll() {
        Path file = RecordedFacts.file(directory, "lines", "one\r\n\ntwo\rstill two\nthree");
        List<String> read = new ArrayList<>();
        try (LineReader lines = new LineReader(new VocabularyFile(file))) {
            while (lines.next()) {
                read.add(lines.number() + " " + lines.text());
            }
        }
        assertThat(read).containsExactly("1 one", "2 ", "3 two\rstill two", "4 three");
    }

    @Test
    void aBrokenGzipStreamIsNamed() throws IOException {
        Path whole = RecordedFacts.gz(directory, "whole.gz", utf8("one\ntwo\n".repeat(50_000)));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = RecordedFacts.file(directory, "half.gz", Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> {
                    try (LineReader lines = new LineReader(new VocabularyFile(half))) {
                        while (lines.next()) {}
                    }
                })
                .isInstanceOf(KbException.class)
                .hasMessageContaining("SOURCE_MALFORMED: " + half + ":")
                .hasMessageContaining(
                        "found a gz stream that breaks off or is damaged (Unexpected end of ZLIB input stream)")
                .hasMessageEndingWith("expected the whole file; copy or download it again");
    }

    @Test
    void aFailingDiskIsNoMalformedFile() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> new Utf8Reader("toy", failing, Utf8Reader.Runs.LINES).read())
                .isInstanceOfSatisfying(
                        KbException.class, e -> assertThat(e.code()).isEqualTo(KbException.Code.IO))
                .hasMessage("IO: toy:1:1: reading failed: the disk is gone");
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("none.obo");
        assertThatThrownBy(() -> OboSource.of(file)).hasMessage("IO: " + file + ": no such file");
    }
}
