package io.osler.models.store;

import static io.osler.models.store.StoreFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.config.EncoderRecipe;
import io.osler.models.config.Pooling;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
    private static final String ENTRY = """
            {"id": "tiny", "kind": "llm", "description": "d", "licence": "CC0-1.0", "parameters": 1,
             "files": [{"name": "%s", "bytes": 1, "sha256": "%s"}],
             "sources": [{"type": "hub", "repo": "%s", "revision": "main", "files": {"a.gguf": "a.gguf"}}]}
            """;
    private static final String SHA256 = "ab".repeat(32);

    private static ModelCatalog read(String... entries) {
        String json = "{\"models\": [" + String.join(",", entries) + "]}";
        return ModelCatalog.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "test.json");
    }

    @Test
    void theBuiltInCatalogueIsWhole() {
        ModelCatalog catalog = ModelCatalog.builtIn();
        assertThat(catalog.ids())
                .containsExactly(
                        "smollm2-135m-instruct",
                        "gemma3-270m",
                        "qwen2.5-coder-1.5b-instruct",
                        "all-minilm-l6-v2",
                        "all-mpnet-base-v2",
                        "sapbert",
                        "biolord-2023",
                        "medcpt-query",
                        "medcpt-article",
                        "bio-clinicalbert");
        assertThat(catalog.entries())
                .allSatisfy(entry -> assertThat(entry.sources()).isNotEmpty());
        assertThat(catalog.entry("qwen2.5-coder-1.5b-instruct").bytes()).isEqualTo(1_117_320_768L);
        assertThat(catalog.entry("gemma3-270m").notice()).contains("Gemma Terms of Use");
        assertThat(catalog.entry("all-minilm-l6-v2").kind()).isEqualTo(ModelKind.ENCODER);
    }

    @Test
    void everyEncoderSaysHowItIsUsed() {
        ModelCatalog catalog = ModelCatalog.builtIn();
        assertThat(catalog.entries())
                .allSatisfy(entry -> assertThat(entry.encoder() != null)
                        .as(entry.id())
                        .isEqualTo(entry.kind() == ModelKind.ENCODER));
        assertThat(catalog.entry("sapbert").encoder()).isEqualTo(new EncoderRecipe(Pooling.CLS, 25));
        assertThat(catalog.entry("all-mpnet-base-v2").encoder()).isEqualTo(new EncoderRecipe(Pooling.MEAN, 384));
        assertThat(catalog.entry("medcpt-query").encoder()).isEqualTo(new EncoderRecipe(Pooling.CLS, 64));
        assertThat(catalog.entry("biolord-2023").notice()).contains("NLM and IHTSDO licences");
        assertThat(catalog.entry("sapbert").files()).isEmpty();
        assertThat(catalog.entry("sapbert").sources().getFirst().describe())
                .isEqualTo("hub:cambridgeltl/SapBERT-from-PubMedBERT-fulltext@main");
    }

    @Test
    void onlyAWholeRepositoryOfTheHubGoesWithoutFiles() {
        String entry = ENTRY.formatted("a.gguf", SHA256, "o/n");
        String withoutFiles = entry.replaceFirst("\"files\": \\[.*?\\],", "");
        assertThat(failure(() -> read(withoutFiles))).hasMessageContaining("tiny lacks files or sources");
        String repository = "[{\"type\": \"hub-repository\", \"repo\": \"o/n\", \"revision\": \"main\"}]";
        String listed = withoutFiles.replaceFirst("\"sources\": .*", "\"sources\": " + repository + "}");
        assertThat(read(listed).entry("tiny").files()).isEmpty();
        assertThat(failure(() -> read(listed.replace("o/n", "name"))))
                .hasMessageContaining("hub repository is 'name', expected owner/name");
    }

    @Test
    void anUnknownIdListsTheKnownOnes() {
        assertThat(failure(() -> ModelCatalog.builtIn().entry("smollm2")))
                .hasMessageContaining("there are smollm2-135m-instruct, gemma3-270m,");
    }

    @Test
    void readsAnEntry() {
        CatalogEntry entry = read(ENTRY.formatted("a.gguf", SHA256, "o/n")).entry("tiny");
        assertThat(entry.files()).containsExactly(new CatalogFile("a.gguf", 1, SHA256));
        assertThat(entry.sources().getFirst().describe()).isEqualTo("hub:o/n@main");
        assertThat(entry.notice()).isEmpty();
    }

    @Test
    void mistakesInACatalogueAreNamed() {
        assertThat(failure(() -> read(ENTRY.formatted("../a.gguf", SHA256, "o/n"))))
                .hasMessageStartingWith("FILE_CORRUPT: test.json: is not a model catalogue")
                .hasMessageContaining("file name is '../a.gguf'");
        assertThat(failure(() -> read(ENTRY.formatted("a.gguf", "abcd", "o/n"))))
                .hasMessageContaining("sha256 of a.gguf is 'abcd', expected 64 hexadecimal digits");
        assertThat(failure(() -> read(ENTRY.formatted("a.gguf", SHA256, "name"))))
                .hasMessageContaining("hub repository is 'name', expected owner/name");
        assertThat(failure(() -> read(ENTRY.formatted("b.gguf", SHA256, "o/n"))))
                .hasMessageContaining("tiny: hub:o/n@main does not say where b.gguf is");
        String twice = ENTRY.formatted("a.gguf", SHA256, "o/n");
        assertThat(failure(() -> read(twice, twice))).hasMessageContaining("two entries named tiny");
        assertThat(failure(() -> read(twice.replace("\"kind\"", "\"extra\": 1, \"kind\""))))
                .hasMessageContaining("extra");
        assertThat(failure(() -> read(twice.replace("licence", "license"))))
                .hasMessageContaining("tiny lacks kind, description or licence");
        assertThat(failure(() -> read("{"))).hasMessageStartingWith("FILE_CORRUPT: test.json");
    }
}
