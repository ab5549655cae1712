package io.osler.ner.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path directory;

    @Test
    void nameIsTheOldFilesUntilPublished() throws IOException {
        Path target = directory.resolve("out.txt");
        AtomicFiles.write(target, "old");
        try (PendingFile file = AtomicFiles.create(target)) {
            file.write(bytes("new"));
            assertThat(target).hasContent("old");
            assertThat(directory.resolve("out.txt.part")).exists();
            file.publish();
        }
        assertThat(target).hasContent("new");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void unpublishedFileLeavesNothing() {
        try (PendingFile file = AtomicFiles.create(directory.resolve("out.txt"))) {
            file.write(bytes("half"));
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** What a killed run left behind is longer than what comes now. */
    @Test
    void stalePartIsOverwritten() throws IOException {
        Path target = directory.resolve("out.txt");
        Files.writeString(directory.resolve("out.txt.part"), "left behind by a run that was killed");
        AtomicFiles.write(target, "new");
        assertThat(target).hasContent("new");
    }

    @Test
    void contentBeyondTheBufferArrivesWhole() throws IOException {
        Path target = directory.resolve("out.txt");
        String content = "0123456789abcde\n".repeat(10_001);
        AtomicFiles.write(target, content);
        assertThat(Files.readString(target)).isEqualTo(content);
    }

    @Test
    void nameTakenByADirectoryIsToldAndLeavesNothing() throws IOException {
        Path target = Files.createDirectories(directory.resolve("out.txt/full")).getParent();
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AtomicFiles.write(target, "new"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(NerException.Code.OUTPUT_UNWRITABLE))
                .withMessageStartingWith("OUTPUT_UNWRITABLE: %s: cannot be written (", target)
                .withMessageEndingWith("), choose an output directory that you may write to and that has room");
        assertThat(directory.resolve("out.txt.part")).doesNotExist();
    }

    @Test
    void missingDirectoryIsTold() {
        Path target = directory.resolve("missing/out.txt");
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AtomicFiles.create(target))
                .withMessageStartingWith("OUTPUT_UNWRITABLE: %s: cannot be written (NoSuchFileException", target);
    }

    @Test
    void parentThatIsAFileIsTold() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AtomicFiles.createDirectories(file))
                .withMessageStartingWith(
                        "OUTPUT_UNWRITABLE: %s: cannot be written (a file of this name is in the way), choose", file);
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> AtomicFiles.createDirectories(file.resolve("out")))
                .withMessageStartingWith("OUTPUT_UNWRITABLE: %s: cannot be written (", file.resolve("out"));
    }

    @Test
    void publishedFileTakesNoMore() {
        try (PendingFile file = AtomicFiles.create(directory.resolve("out.txt"))) {
            file.publish();
            assertThatIllegalStateException()
                    .isThrownBy(() -> file.write(bytes("more")))
                    .withMessageEndingWith("out.txt is published or discarded, expected it open");
        }
        assertThat(directory.resolve("out.txt")).isEmptyFile();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
