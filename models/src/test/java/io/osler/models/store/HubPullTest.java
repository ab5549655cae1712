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
import io.osler.models.config.EncoderRecipe;
import io.osler.models.config.Pooling;
import io.osler.models.store.FakeHub.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubPullTest {
    private static final String FILE = "tiny.gguf";
    private static final String REPO = "owner/tiny";
    private static final byte[] CONTENT = bytes(100_003, 7);

    @TempDir
    Path home;

    private FakeHub hub;

    @BeforeEach
    void startHub() throws IOException {
        hub = new FakeHub();
        hub.put(REPO, "main", FILE, CONTENT);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    private static CatalogEntry tiny(byte[] content) {
        return entry("tiny", Map.of(FILE, content), new ModelSource.Hub(REPO, "main", Map.of(FILE, FILE)));
    }

    private ModelStore tinyStore() {
        return store(options(home).withHub(hub.address(), ""), tiny(CONTENT));
    }

    private ModelStore impatientStore() {
        return store(
                options(home).withHub(hub.address(), ""),
                DiskSpace.OF_THE_FILE_STORE,
                StoreFixture.ONE_TRY,
                tiny(CONTENT));
    }

    @Test
    void pullsOnceAndFindsItAfterwards() throws IOException {
        StoreFixture.Heard heard = new StoreFixture.Heard();
        StoredModel model = tinyStore().pull("tiny", heard);

        assertThat(model.directory()).isEqualTo(home.resolve("models/tiny").toAbsolutePath());
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
        assertThat(model.manifest())
                .isEqualTo(new ModelManifest(
                        "tiny",
                        "tiny",
                        "hub:owner/tiny@main",
                        "CC0-1.0",
                        List.of(new CatalogFile(FILE, CONTENT.length, sha256(CONTENT))),
                        StoreFixture.NOW,
                        ModelStore.VERSION));
        assertThat(heard.lines)
                .startsWith("started tiny.gguf 100003")
                .endsWith("advanced 100003", "finished tiny.gguf");
        assertThat(home.resolve("models/.partial/tiny")).doesNotExist();

        assertThat(tinyStore().pull("tiny", PullProgress.SILENT)).isEqualTo(model);
        assertThat(hub.gets(FILE)).hasSize(1);
    }

    @Test
    void resumesWithinOnePullWhenTheConnectionBreaks() {
        hub.next(REPO, "main", FILE, new Answer.CutAfter(40_000), new Answer.CutAfter(30_000));
        StoredModel model = tinyStore().pull("tiny", PullProgress.SILENT);
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
        assertThat(hub.gets(FILE))
                .extracting(FakeHub.Request::range)
                .containsExactly(null, "bytes=40000-", "bytes=70000-");
    }

    @Test
    void resumesInTheNextPullWhatThisOneLeft() {
        hub.next(REPO, "main", FILE, new Answer.CutAfter(50_000));
        ModelException failure = failure(() -> impatientStore().pull("tiny", PullProgress.SILENT));
        assertThat(failure.code()).isEqualTo(ModelException.Code.PULL_FAILED);
        assertThat(impatientStore().find("tiny")).isEmpty();

        StoredModel model = impatientStore().pull("tiny", PullProgress.SILENT);
        assertThat(model.file(FILE)).hasBinaryContent(CONTENT);
        assertThat(hub.gets(FILE)).extracting(FakeHub.Request::range).containsExactly(null, "bytes=50000-");
    }

    @Test
    void beginsAgainWhenTheServerIgnoresRange() {
        hub.next(REPO, "main", FILE, new Answer.CutAfter(50_000), new Answer.IgnoreRange());
        StoreFixture.Heard heard = new StoreFixture.Heard();
        assertThat(tinyStore().pull("tiny", heard).file(FILE)).hasBinaryContent(CONTENT);
        assertThat(heard.lines)
                .contains("note the server cannot go on where hub:owner/tiny@main/tiny.gguf broke off: from the start");
    }

    @Test
    void aBodyThatStallsIsGivenUpAndResumed() {
        hub.next(REPO, "main", FILE, new Answer.StallAfter(10_000, 5_000));
        long beganNanos = System.nanoTime();
        assertThat(tinyStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
        assertThat(hub.gets(FILE)).extracting(FakeHub.Request::range).containsExactly(null, "bytes=10000-");
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos))
                .as("before the server hangs up by itself")
                .isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aWrongRemainderIsThrownAwayAndFetchedAfresh() throws IOException {
        hub.next(REPO, "main", FILE, new Answer.CutAfter(50_000));
        failure(() -> impatientStore().pull("tiny", PullProgress.SILENT));
        Path left = home.resolve("models/.partial/tiny/incoming").resolve(FILE);
        Files.write(left, new byte[50_000]);

        assertThat(tinyStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
        assertThat(hub.gets(FILE)).extracting(FakeHub.Request::range).containsExactly(null, "bytes=50000-", null);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void asksAgainAfterPassingTrouble(int status) {
        hub.next(REPO, "main", FILE, new Answer.Status(status), new Answer.Status(status));
        assertThat(tinyStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
        assertThat(hub.gets(FILE)).hasSize(3);
    }

    @Test
    void givesUpAfterTroubleThatStays() {
        hub.next(REPO, "main", FILE, new Answer.Status(503), new Answer.Status(503), new Answer.Status(503));
        ModelException failure = failure(() -> tinyStore().pull("tiny", PullProgress.SILENT));
        assertThat(failure.code()).isEqualTo(ModelException.Code.PULL_FAILED);
        assertThat(failure).hasMessageContaining("hub:owner/tiny@main: 127.0.0.1 answered 503");
    }

    @Test
    void theTokenStaysWithTheEndpoint() throws IOException {
        try (FakeHub elsewhere = new FakeHub()) {
            elsewhere.files.put("/store/blob", CONTENT);
            hub.next(
                    REPO,
                    "main",
                    FILE,
                    new Answer.RedirectTo(elsewhere.address().resolve("/store/blob")));
            store(options(home).withHub(hub.address(), "hf_secret"), tiny(CONTENT))
                    .pull("tiny", PullProgress.SILENT);

            assertThat(hub.gets(FILE))
                    .extracting(FakeHub.Request::authorization)
                    .containsExactly("Bearer hf_secret");
            assertThat(elsewhere.requests)
                    .extracting(FakeHub.Request::authorization)
                    .containsOnlyNulls()
                    .hasSize(1);
        }
    }

    @Test
    void aRedirectWithinTheEndpointKeepsTheToken() {
        hub.files.put("/resolve-cache/tiny", CONTENT);
        hub.next(REPO, "main", FILE, new Answer.RedirectTo(URI.create("/resolve-cache/tiny")));
        store(options(home).withHub(hub.address(), "hf_secret"), tiny(CONTENT)).pull("tiny", PullProgress.SILENT);
        assertThat(hub.requests)
                .extracting(FakeHub.Request::authorization)
                .containsOnly("Bearer hf_secret")
                .hasSize(2);
    }

    @Test
    void aMissingFileSaysSo() {
        hub.files.clear();
        assertThat(failure(() -> tinyStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageStartingWith("PULL_FAILED: tiny: no source gave the files:")
                .hasMessageContaining("answered 404: no such repository, revision or file");
        assertThat(hub.gets(FILE)).as("a refusal is not asked again").hasSize(1);
    }

    @Test
    void aClosedRepositoryAsksForTheToken() {
        hub.next(REPO, "main", FILE, new Answer.Status(401));
        assertThat(failure(() -> tinyStore().pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("answered 401: the repository needs a login, or does not exist")
                .hasMessageContaining("set HF_TOKEN");
        hub.next(REPO, "main", FILE, new Answer.Status(403));
        ModelStore withToken = store(options(home).withHub(hub.address(), "hf_secret"), tiny(CONTENT));
        assertThat(failure(() -> withToken.pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("HF_TOKEN is set: check")
                .hasMessageNotContaining("hf_secret");
    }

    @Test
    void wrongContentOfTheRightSizeNeverEntersTheStore() {
        ModelStore store = store(options(home).withHub(hub.address(), ""), tiny(bytes(CONTENT.length, 8)));
        ModelException failure = failure(() -> store.pull("tiny", PullProgress.SILENT));
        assertThat(failure.code()).isEqualTo(ModelException.Code.PULL_FAILED);
        assertThat(failure)
                .hasMessageContaining("CHECKSUM_MISMATCH: tiny.gguf: what arrived has sha256 " + sha256(CONTENT)
                        + ", expected " + sha256(bytes(CONTENT.length, 8)) + "; it has been deleted");
        assertThat(home.resolve("models/tiny")).doesNotExist();
        assertThat(home.resolve("models/.partial/tiny/incoming").resolve(FILE)).doesNotExist();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void aFileOfAnotherSizeIsRefusedBeforeItIsFetched() {
        ModelStore store = store(options(home).withHub(hub.address(), ""), tiny(bytes(5, 8)));
        assertThat(failure(() -> store.pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("the hub offers 100003 bytes, expected 5");
    }

    @Test
    void theNextSourceIsTriedAndTheLastErrorNamesAll() {
        ModelSource gone = new ModelSource.Hub("owner/gone", "main", Map.of(FILE, FILE));
        ModelSource good = new ModelSource.Hub(REPO, "main", Map.of(FILE, FILE));
        StoreOptions options = options(home).withHub(hub.address(), "");
        StoredModel model =
                store(options, entry("tiny", Map.of(FILE, CONTENT), gone, good)).pull("tiny", PullProgress.SILENT);
        assertThat(model.manifest().source()).isEqualTo("hub:owner/tiny@main");

        ModelSource goneToo = new ModelSource.Hub("owner/gone-too", "main", Map.of(FILE, FILE));
        ModelStore none = store(options, entry("other", Map.of(FILE, CONTENT), gone, goneToo));
        assertThat(failure(() -> none.pull("other", PullProgress.SILENT)))
                .hasMessageContaining("\n  hub:owner/gone@main: PULL_FAILED")
                .hasMessageContaining("\n  hub:owner/gone-too@main: PULL_FAILED");
    }

    @Test
    void anUnreachableHubIsNamed() {
        StoreOptions options = options(home).withHub(hub.address(), "");
        hub.close();
        assertThat(failure(() -> store(options, tiny(CONTENT)).pull("tiny", PullProgress.SILENT)))
                .hasMessageContaining("hub:owner/tiny@main: cannot connect to 127.0.0.1");
    }

    @Test
    void twoPullsAtOnceFetchOnce() throws InterruptedException, ExecutionException {
        CountDownLatch secondWaits = new CountDownLatch(1);
        hub.next(REPO, "main", FILE, new Answer.After(() -> await(secondWaits)));
        StoreFixture.Heard second = new StoreFixture.Heard() {
            @Override
            public void note(String text) {
                super.note(text);
                secondWaits.countDown();
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch firstStarted = new CountDownLatch(1);
            Future<StoredModel> one = threads.submit(() -> tinyStore().pull("tiny", new StoreFixture.Heard() {
                @Override
                public void started(String file, long bytes) {
                    firstStarted.countDown();
                }
            }));
            await(firstStarted);
            Future<StoredModel> two = threads.submit(() -> tinyStore().pull("tiny", second));
            assertThat(one.get()).isEqualTo(two.get());
        }
        assertThat(second.lines).containsExactly("note waiting for another pull of tiny");
        assertThat(hub.gets(FILE)).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptEndsThePullAndKeepsWhatIsThere() {
        Thread puller = Thread.currentThread();
        StoreFixture.Heard heard = new StoreFixture.Heard() {
            @Override
            public void advanced(long bytes) {
                puller.interrupt();
            }
        };
        hub.next(REPO, "main", FILE, new Answer.StallAfter(30_000, 2_000));
        ModelException failure = failure(() -> tinyStore().pull("tiny", heard));
        assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
        assertThat(failure).hasMessage("PULL_FAILED: tiny: was interrupted; the next pull goes on from there");
        assertThat(home.resolve("models/.partial/tiny/incoming").resolve(FILE)).isNotEmptyFile();
        assertThat(tinyStore().pull("tiny", PullProgress.SILENT).file(FILE)).hasBinaryContent(CONTENT);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatFillsUpIsToldApartFromABadSource() throws IOException {
        Path incoming = Files.createDirectories(home.resolve("models/.partial/tiny/incoming"));
        Files.writeString(incoming.resolve(FILE + ".origin"), "hub:owner/tiny@main");
        Files.createSymbolicLink(incoming.resolve(FILE), Path.of("/dev/full"));
        ModelException failure = failure(() -> tinyStore().pull("tiny", PullProgress.SILENT));
        Files.delete(incoming.resolve(FILE));
        assertThat(failure.code()).isEqualTo(ModelException.Code.DISK_FULL);
        assertThat(failure)
                .hasMessageContaining(
                        "no space is left for tiny; what is fetched stays and the next pull goes on there")
                .hasMessageContaining("OSLER_HOME=/other/disk/osler ./osler models pull tiny");
    }

    private static final byte[] CONFIG = "{\"model_type\":\"invented\"}".getBytes(StandardCharsets.UTF_8);

    private void putRepository() {
        hub.list(REPO, "main", """
                {"sha": "c0ffee", "cardData": {"license": "apache-2.0"}, "siblings": [
                  {"rfilename": "README.md"}, {"rfilename": "config.json"}, {"rfilename": "tokenizer.json"},
                  {"rfilename": "model.safetensors"}, {"rfilename": "consolidated.safetensors"},
                  {"rfilename": "1_Pooling/config.json"}, {"rfilename": "gguf/Tiny-Q8.gguf"}, {"rfilename": "x.bin"}]}
                """);
        hub.put(REPO, "c0ffee", "config.json", CONFIG);
        hub.put(REPO, "c0ffee", "tokenizer.json", CONFIG);
        hub.put(REPO, "c0ffee", "1_Pooling/config.json", CONFIG);
        hub.put(REPO, "c0ffee", "model.safetensors", CONTENT);
        hub.link(REPO, "c0ffee", "model.safetensors", sha256(CONTENT));
        hub.put(REPO, "c0ffee", "gguf/Tiny-Q8.gguf", CONTENT);
        hub.link(REPO, "c0ffee", "gguf/Tiny-Q8.gguf", sha256(CONTENT));
    }

    private ModelStore anyStore() {
        return store(options(home).withHub(hub.address(), "hf_secret"));
    }

    @Test
    void pullsAnyModelOfTheHubPinnedToItsCommit() {
        putRepository();
        StoredModel model = anyStore().pull("hub:owner/tiny", PullProgress.SILENT);
        assertThat(model.id()).isEqualTo("owner--tiny");
        assertThat(model.manifest().source()).isEqualTo("hub:owner/tiny@c0ffee");
        assertThat(model.manifest().licence()).isEqualTo("apache-2.0");
        assertThat(model.manifest().files())
                .containsExactlyInAnyOrder(
                        new CatalogFile("config.json", CONFIG.length, sha256(CONFIG)),
                        new CatalogFile("tokenizer.json", CONFIG.length, sha256(CONFIG)),
                        new CatalogFile("1_Pooling/config.json", CONFIG.length, sha256(CONFIG)),
                        new CatalogFile("model.safetensors", CONTENT.length, sha256(CONTENT)));
        assertThat(model.file("1_Pooling/config.json")).hasBinaryContent(CONFIG);
        assertThat(anyStore().find("hub:owner/tiny")).contains(model);
        assertThat(anyStore().path("owner--tiny")).isEqualTo(model.directory());

        int requests = hub.requests.size();
        anyStore().pull("hub:owner/tiny", PullProgress.SILENT);
        assertThat(hub.requests).as("what is there needs no network").hasSize(requests);
    }

    private static CatalogEntry encoderOnHub() {
        return new CatalogEntry(
                "tiny-encoder",
                ModelKind.ENCODER,
                "invented",
                "CC0-1.0",
                "mind the terms",
                1,
                new EncoderRecipe(Pooling.CLS, 25),
                List.of(),
                List.of(new ModelSource.HubRepository(REPO, "main")));
    }

    @Test
    void anEntryWhoseFilesTheHubListsIsPulledUnderItsOwnName() {
        putRepository();
        ModelStore store = store(options(home).withHub(hub.address(), ""), encoderOnHub());
        StoreFixture.Heard heard = new StoreFixture.Heard();
        StoredModel model = store.pull("tiny-encoder", heard);
        assertThat(model.id()).isEqualTo("tiny-encoder");
        assertThat(model.manifest().licence()).isEqualTo("CC0-1.0");
        assertThat(model.manifest().encoder()).isEqualTo(new EncoderRecipe(Pooling.CLS, 25));
        assertThat(model.manifest().source()).isEqualTo("hub:owner/tiny@c0ffee");
        assertThat(model.file("model.safetensors")).hasBinaryContent(CONTENT);
        assertThat(heard.lines).contains("note mind the terms");
        assertThat(store.verify("tiny-encoder").ok()).isTrue();
        assertThat(store.pull("tiny-encoder", PullProgress.SILENT)).isEqualTo(model);
    }

    @Test
    void aLocalDirectoryGoesBeforeTheHubThatListsTheFiles() throws IOException {
        Path own = Files.createDirectories(home.resolve("local/tiny-encoder"));
        Files.write(own.resolve("model.safetensors"), CONTENT);
        StoreOptions options = options(home);
        ModelStore store = store(
                new StoreOptions(
                        options.directory(), options.hubEndpoint(), "", List.of(home.resolve("local")), List.of()),
                encoderOnHub());
        StoredModel model = store.pull("tiny-encoder", PullProgress.SILENT);
        assertThat(model.manifest().source()).isEqualTo("directory " + own.toAbsolutePath());
        assertThat(model.manifest().encoder()).isEqualTo(new EncoderRecipe(Pooling.CLS, 25));
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void theHashTheHubStatesIsHeldAgainstTheContent() {
        putRepository();
        hub.link(REPO, "c0ffee", "model.safetensors", sha256(CONFIG));
        ModelException failure = failure(() -> anyStore().pull("hub:owner/tiny", PullProgress.SILENT));
        assertThat(failure).hasMessageContaining("CHECKSUM_MISMATCH: model.safetensors");
        assertThat(anyStore().list()).isEmpty();
    }

    @Test
    void pullsOneGgufFile() {
        putRepository();
        StoredModel model = anyStore().pull("hub:owner/tiny/gguf/Tiny-Q8.gguf", PullProgress.SILENT);
        assertThat(model.id()).isEqualTo("owner--tiny--tiny-q8");
        assertThat(model.manifest().files())
                .containsExactly(new CatalogFile("Tiny-Q8.gguf", CONTENT.length, sha256(CONTENT)));
        assertThat(failure(() -> anyStore().pull("hub:owner/tiny/other.gguf", PullProgress.SILENT)))
                .hasMessageContaining("the repository has no such file; its GGUF files: gguf/Tiny-Q8.gguf");
    }

    @Test
    void aNameOfOnesOwnIsKeptForOneModel() {
        putRepository();
        ModelReference mine = ModelReference.parse("hub:owner/tiny", "mine");
        assertThat(anyStore().pull(mine, PullProgress.SILENT).id()).isEqualTo("mine");
        ModelReference other = ModelReference.parse("hub:owner/tiny@v2", "mine");
        assertThatThrownBy(() -> anyStore().pull(other, PullProgress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hub:owner/tiny@v2 cannot be called mine, which is already hub:owner/tiny;"
                        + " choose another name: --as ID");
        assertThatThrownBy(() -> tinyStore().pull(ModelReference.parse("hub:a/b", "tiny"), PullProgress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tiny, which is a model of the catalogue");
    }

    @Test
    void aRepositoryWithoutSafetensorsNamesWhatItHas() {
        hub.list(REPO, "main", "{\"siblings\": [{\"rfilename\": \"a.gguf\"}, {\"rfilename\": \"b.gguf\"}]}");
        assertThat(failure(() -> anyStore().pull("hub:owner/tiny", PullProgress.SILENT)))
                .hasMessageContaining(
                        "no safetensors at its top; its GGUF files (pull one as hub:owner/tiny/FILE): a.gguf, b.gguf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../out.safetensors", "/etc/out.safetensors", "a/../../out.gguf", "..\\\\out.gguf", "c:out.gguf"
            })
    void aListingCannotLeaveTheDirectory(String name) {
        hub.list(REPO, "main", "{\"siblings\": [{\"rfilename\": \"" + name + "\"}]}");
        assertThat(failure(() -> anyStore().pull("hub:owner/tiny", PullProgress.SILENT)))
                .hasMessageContaining("which would leave the model's directory");
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoListingIsAnError() {
        hub.list(REPO, "main", "<html>log in</html>");
        assertThat(failure(() -> anyStore().pull("hub:owner/tiny", PullProgress.SILENT))
                        .code())
                .isEqualTo(ModelException.Code.PULL_FAILED);
    }
}
