package io.osler.kb.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.Concept;
import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.ListSource;
import io.osler.kb.LookUpOptions;
import io.osler.kb.NameKind;
import io.osler.kb.ScanOptions;
import io.osler.kb.build.KnowledgeBaseBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    @TempDir
    private Path directory;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void build() throws IOException {
        ListSource source = new ListSource("test");
        for (int i = 0; i < 300; i++) {
            String id = "C%03d".formatted(i);
            source.concept(id, "T" + i % 7, "disorder number " + i, "d%d syndrome of the liver".formatted(i));
            source.tell(facts -> facts.definition(id, "A definition of " + id));
            if (i > 0) {
                String parent = "C%03d".formatted(i / 2);
                source.tell(facts -> facts.parent(id, parent));
            }
            if (i % 3 == 0) {
                source.tell(facts -> facts.alternative(id, "OLD-" + id));
            }
        }
        source.name("C001", NameKind.RELATED, "ABC");
        new KnowledgeBaseBuilder().add(source).build(directory);
        file = directory.resolve(KbFile.NAME);
        whole = Files.readAllBytes(file);
    }

    @Test
    void aWholeOneIsVerified() {
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            assertThatCode(kb::verify).doesNotThrowAnyException();
            assertThat(kb.info().alternativeIds()).isEqualTo(100);
        }
    }

    @Test
    void anEarlierVersionIsRefused() throws IOException {
        whole[12] = 1;
        Files.write(file, whole);
        refused(Code.VERSION_UNSUPPORTED, "it has format version 1, this build reads 2. Build it again");
    }

    @Test
    void aDirectoryWithoutAFile() throws IOException {
        Files.delete(file);
        refused(
                Code.NOT_A_KB,
                directory + ": this directory holds no terms.kb. Check the path, or build one: "
                        + "osler kb build SOURCES -o DIR");
        assertThatThrownBy(() -> KnowledgeBase.open(directory.resolve("none")))
                .isInstanceOf(KbException.class)
                .hasMessageContaining("there is no such directory");
        Path other = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> KnowledgeBase.open(other)).hasMessageContaining("this is no directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OSLER", "PK\u0003\u0004 something else altogether"})
    void anotherFile(String content) throws IOException {
        Files.writeString(file, content);
        refused(Code.NOT_A_KB, file + ": this is no knowledge base");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 15, 16, 40, 511, 512, 4_000})
    void aTruncatedFile(int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(whole, bytes));
        refused(Code.DAMAGED, file.toString());
    }

    @Test
    void aFileWithoutItsLastByte() throws IOException {
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        refused(Code.DAMAGED, "it has %d bytes, its head says %d".formatted(whole.length - 1, whole.length));
    }

    @Test
    void aFileWithMoreAtItsEnd() throws IOException {
        Files.write(file, Arrays.copyOf(whole, whole.length + 8));
        refused(Code.DAMAGED, "it has %d bytes, its head says %d".formatted(whole.length + 8, whole.length));
    }

    @Test
    void anotherVersion() throws IOException {
        whole[12] = 9;
        Files.write(file, whole);
        refused(Code.VERSION_UNSUPPORTED, "it has format version 9, this build reads 2. Build it again");
    }

    @Test
    void anotherByteOrder() throws IOException {
        byte[] mark = Arrays.copyOfRange(whole, 8, 12);
        for (int i = 0; i < 4; i++) {
            whole[8 + i] = mark[3 - i];
        }
        Files.write(file, whole);
        refused(Code.VERSION_UNSUPPORTED, "its numbers are big-endian, expected little-endian");
    }

    @Test
    void aHeadWithOneBitChanged() throws IOException {
        for (int at = 16; at < Header.BYTES; at += 7) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 4;
            Files.write(file, bytes);
            refused(Code.DAMAGED, "the checksum of its head differs");
        }
    }

    @Test
    void aSectionWithOneBitChangedFailsToVerify() throws IOException {
        int seen = 0;
        for (int at = Header.BYTES; at < whole.length; at += 997) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(file, bytes);
            try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
                assertThatThrownBy(kb::verify).isInstanceOf(KbException.class).hasMessageContaining("differs");
                seen++;
            } catch (KbException e) {
                assertThat(e.code()).isEqualTo(Code.DAMAGED); // the change was in what opening reads
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(20);
    }

    /** Whatever a byte becomes, an answer may be wrong, but nothing worse than DAMAGED happens. */
    @Test
    void changedBytesNeverEndInACrash() throws IOException {
        SplittableRandom random = new SplittableRandom(23);
        int damaged = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k < 40; k++) {
                bytes[Header.BYTES + random.nextInt(whole.length - Header.BYTES)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            damaged += useAll() ? 0 : 1;
        }
        assertThat(damaged).isBetween(50, 399);
    }

    @Test
    void aFileCutWhileOpenIsDamaged() throws IOException {
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            assertThat(kb.lookUp("disorder number 7")).hasSize(1);
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(0);
            }
            assertThatThrownBy(() -> kb.lookUp("disorder number 8"))
                    .isInstanceOf(KbException.class)
                    .hasMessageStartingWith("DAMAGED: " + file + ": the file has changed since it was opened");
        }
    }

    @Test
    void aFileReplacedWhileOpenIsReadToItsEnd() {
        try (KnowledgeBase old = KnowledgeBase.open(directory)) {
            new KnowledgeBaseBuilder()
                    .add(new ListSource("other").concept("X", "T0", "something else"))
                    .build(directory);
            assertThat(old.lookUp("disorder number 8")).hasSize(1);
            try (KnowledgeBase replaced = KnowledgeBase.open(directory)) {
                assertThat(replaced.size()).isEqualTo(1);
                assertThat(replaced.fingerprint()).isNotEqualTo(old.fingerprint());
            }
        }
    }

    /** Asks everything that can be asked; whether nothing was found to be damaged. */
    private boolean useAll() {
        try (KnowledgeBase kb = KnowledgeBase.open(directory)) {
            kb.scan("disorder number 12 and d7 syndrome of the liver, ABC", ScanOptions.DEFAULTS);
            kb.lookUp("liver syndrome of the d5");
            kb.lookUp("disordr numbre 9", LookUpOptions.DEFAULTS.withEditsMax(2));
            for (int row = 0; row < kb.size(); row += 11) {
                Concept concept = kb.concept(row);
                kb.ancestors(concept.id());
                kb.concept("C%03d".formatted(row));
                kb.concept("OLD-C%03d".formatted(row));
            }
            kb.info();
            return true;
        } catch (KbException e) {
            assertThat(e.code()).isEqualTo(Code.DAMAGED);
            return false;
        }
    }

    private void refused(Code code, String message) {
        assertThatThrownBy(() -> KnowledgeBase.open(directory))
                .isInstanceOfSatisfying(
                        KbException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
