package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalGridTest {
    @TempDir
    Path directory;

    @Test
    void allCombinationsOnceWithZeroShotFolded() throws IOException {
        List<EvalGrid> grids = read("""
            models: [toy]
            formats: [tanl, json]
            selectors: [tfidf, static]
            k: [0, 4]
            """);
        assertThat(grids).hasSize(1);
        assertThat(grids.getFirst().settings())
                .extracting(Setting::label)
                .containsExactly(
                        "toy tanl zero-shot",
                        "toy tanl tfidf k=4",
                        "toy tanl static k=4",
                        "toy json zero-shot",
                        "toy json tfidf k=4",
                        "toy json static k=4");
    }

    @Test
    void blocksAndWhatIsPassedOn() throws IOException {
        List<EvalGrid> grids = read("""
            grid:
              - models: toy
                knowledge: [none, dirag]
                kb: starter
                k: 0
                more: {weights: int8}
              - models: [other]
                grammar: [true, false]
                open-bias: 0.5
                seeds: [1]
              - {models: third, k: 0, decoding: [greedy, spans]}
            """);
        assertThat(grids.getFirst().settings())
                .extracting(Setting::label)
                .containsExactly("toy tanl zero-shot weights=int8", "toy tanl zero-shot dirag (starter) weights=int8");
        assertThat(grids.get(2).settings())
                .extracting(Setting::label)
                .containsExactly("third tanl zero-shot", "third tanl zero-shot decoding=spans");
        assertThat(grids.get(1).settings())
                .extracting(Setting::label)
                .containsExactly("other tanl tfidf k=16 bias 0.5 seed 1", "other tanl tfidf k=16 free bias 0.5 seed 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "model: toy # has the key 'model', expected one of [models, formats, selectors, k, kb, knowledge,"
                        + " grammar, open-bias, seeds, decoding, more]",
                "formats: [tanl] # a block of the grid names no models, expected at least one under 'models'",
                "'models: toy, formats: []' # a block of the grid has nothing under 'formats', expected at least one",
                "'models: toy, grammar: [perhaps]' # a block of the grid has 'perhaps', expected true or false",
            })
    void whatIsWrongIsTold(String yaml, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{" + yaml.replace("'", "") + "}"))
                .withMessageContaining(message);
    }

    private List<EvalGrid> read(String yaml) throws IOException {
        return EvalGrid.read(Files.writeString(directory.resolve("grid.yaml"), yaml));
    }
}
