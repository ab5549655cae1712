package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.RUN;
import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.corpus.OffsetUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all formats have in common. */
class ExportFormatTest {
    private static final String TEXT = "Denies fever. Takes aspirin.";
    private static final Annotations GOOD = note("good", TEXT, mention(TEXT, "fever", "problem", 0.5));
    private static final Annotations BAD = note("bad", TEXT, Mention.gold(20, 99, "treatment"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nameIsRead(ExportFormat format) {
        assertThat(ExportFormat.parse(format.toString())).isSameAs(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "JSONL", ""})
    void otherNamesAreToldTheNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportFormat.parse(name))
                .withMessage(
                        "export format is '%s', expected one of jsonl, brat, html, pubtator, bioc,"
                                + " iob2, spacy, label-studio, fhir, omop",
                        name);
    }

    @ParameterizedTest
    @EnumSource
    void directoryIsMade(ExportFormat format) {
        Path deep = directory.resolve("a/b");
        ExportFixture.write(format, deep, GOOD);
        assertThat(deep).isNotEmptyDirectory().isDirectoryNotContaining("glob:**.part");
    }

    /** The parent is a regular file, which not even root can write below. */
    @ParameterizedTest
    @EnumSource
    void unwritablePlaceIsTold(ExportFormat format) throws IOException {
        Path place = Files.createFile(directory.resolve("file")).resolve("out");
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> format.open(place, RUN))
                .satisfies(e -> assertThat(e.code()).isEqualTo(NerException.Code.OUTPUT_UNWRITABLE))
                .withMessageStartingWith("OUTPUT_UNWRITABLE: %s: cannot be written (", place)
                .withMessageEndingWith("choose an output directory that you may write to and that has room");
    }

    @ParameterizedTest
    @EnumSource
    void failureHalfWayLeavesNoHalfFile(ExportFormat format) {
        try (AnnotationWriter writer = format.open(directory, RUN)) {
            writer.write(GOOD);
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(BAD));
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.write(GOOD))
                    .withMessage("writer is FAILED, expected OPEN");
        }
        assertThat(directory)
                .isDirectoryNotContaining("glob:**.part")
                .isDirectoryNotContaining("glob:**/{annotations.*,report.html,bad.*,label-studio.json,*.csv}");
        assertThat(directory.resolve("fhir/bad.json")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BRAT", "FHIR"})
    void earlierResultOutlivesAFailedRun(ExportFormat format) throws IOException {
        ExportFixture.write(format, directory, GOOD);
        Path file = directory.resolve(format.fileName());
        String before = Files.readString(file);
        try (AnnotationWriter writer = format.open(directory, RUN)) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(BAD));
        }
        assertThat(file).hasContent(before);
    }

    @ParameterizedTest
    @EnumSource
    void closedWriterTakesNoMoreAndClosesTwice(ExportFormat format) {
        AnnotationWriter writer = format.open(directory, RUN);
        writer.close();
        writer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> writer.write(GOOD))
                .withMessage("writer is CLOSED, expected OPEN");
    }

    @ParameterizedTest
    @EnumSource
    void itsFileSaysThatItWasWritten(ExportFormat format) {
        ExportFixture.write(format, directory, GOOD);
        assertThat(directory.resolve(format.fileName())).exists();
    }

    @Test
    void spacyCountsNothingButCodePoints() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportFormat.SPACY.open(directory, RUN, OffsetUnit.UTF_16))
                .withMessage("spacy counts code points and nothing else; leave out the format or the other offsets");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(names = {"BRAT", "IOB2"})
    void whiteSpaceIsNoMentionWhereWordsAreWritten(ExportFormat format) {
        AnnotationWriter writer = format.open(directory, RUN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(note("n", "a \n b", Mention.gold(1, 4, "problem"))))
                .withMessageStartingWith("mention at characters [1, 4) is white space, expected a word");
    }

    @Test
    void spanOutsideTheNoteIsRefused() {
        refused(BAD, "offset is 99, expected 0 to 28");
    }

    @Test
    void unknownTypeIsRefused() {
        refused(
                note("n", TEXT, mention(TEXT, "fever", "symptom", 1)),
                "mention at [7, 12) has type 'symptom', expected one of [body location, problem, treatment]");
    }

    @Test
    void mentionsOutOfOrderAreRefused() {
        Annotations unordered = new Annotations(
                new ClinicalNote("n", TEXT),
                List.of(Mention.gold(20, 27, "treatment"), Mention.gold(7, 12, "problem")),
                1,
                List.of(),
                0);
        refused(unordered, "spans [20, 27) and [7, 12) expected in order and apart");
    }

    @Test
    void mentionInAnUnreadPartIsRefused() {
        refused(
                note("n", TEXT, List.of(new SkippedSpan(0, 8, "too long")), mention(TEXT, "fever", "problem", 1)),
                "spans [0, 8) and [7, 12) expected in order and apart");
    }

    @Test
    void mentionThatCutsACharacterIsRefused() {
        refused(
                note("n", "😀", Mention.gold(0, 1, "problem")),
                "offset 1 lies between the two units of one character, expected it before or after");
    }

    @Test
    void sameRunSameBytes() throws IOException {
        for (ExportFormat format : ExportFormat.values()) {
            ExportFixture.write(format, directory.resolve("one"), GOOD);
            ExportFixture.write(format, directory.resolve("two"), GOOD);
        }
        try (var files = Files.walk(directory.resolve("one"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(15)
                    .allSatisfy(file -> assertThat(file)
                            .hasSameBinaryContentAs(directory
                                    .resolve("two")
                                    .resolve(directory.resolve("one").relativize(file))));
        }
    }

    private void refused(Annotations annotations, String message) {
        AnnotationWriter writer = ExportFormat.JSONL.open(directory, RUN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(annotations))
                .withMessage(message);
    }
}
