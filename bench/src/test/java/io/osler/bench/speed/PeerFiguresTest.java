package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.bench.speed.PeerFigures.PeerFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFiguresTest {
    private static final String PREFILL = "prefill of 512";

    @TempDir
    private Path directory;

    @Test
    void findsAPeersFigureOfTheModel() throws IOException {
        write("llama-small.jsonl", line("llama.cpp", "SmolLM2-135M-Instruct.Q4_1.gguf", 185.9));
        assertThat(best("smollm2-135m-instruct"))
                .isEqualTo(new PeerFigure("llama.cpp", "SmolLM2-135M-Instruct.Q4_1.gguf", PREFILL, 185.9, "tok/s"));
    }

    @Test
    void takesTheFastestOfSeveralSettings() throws IOException {
        write("llama-a.jsonl", line("llama.cpp", "toy-1b.gguf", 10), line("llama.cpp", "toy-1b.gguf", 30));
        write("llama-b.jsonl", line("llama.cpp", "toy-1b.gguf", 20));
        assertThat(best("toy-1b").rate()).isEqualTo(30);
    }

    @Test
    void leavesOutOtherModelsPeersAndFigures() throws IOException {
        write(
                "llama-a.jsonl",
                line("llama.cpp", "toy-7b.gguf", 10),
                line("Jlama", "toy-1b", 20),
                line("llama.cpp", "toy-1b.gguf", 30).replace(PREFILL, "decode"));
        PeerFigures figures = PeerFigures.read(directory);
        assertThat(figures.figures()).hasSize(3);
        assertThat(figures.best("llama.cpp", "toy-1b", List.of(PREFILL))).isEmpty();
    }

    @Test
    void readsThePeersFilesAlone() throws IOException {
        for (String file : List.of("llama-a.jsonl", "llamajvm-a.jsonl", "hf-a.jsonl", "jlama-a.jsonl")) {
            write(file, line("llama.cpp", "toy-1b.gguf", 10));
        }
        write("prompts.jsonl", "{\"prefix\": \"\"}");
        write("llama.txt", "?");
        PeerFigures figures = PeerFigures.read(directory);
        assertThat(figures.figures()).hasSize(4);
        assertThat(figures.problems()).isEmpty();
    }

    @Test
    void saysWhichLinesGiveNoFigure() throws IOException {
        write(
                "hf-a.jsonl",
                line("transformers", "toy-1b", 10),
                "",
                "{\"figure\": \"prefi",
                "[1]",
                line("transformers", "toy-1b", 10).replace("\"median\"", "\"mean\""),
                line("transformers", "toy-1b", 0),
                line("", "toy-1b", 10),
                line("transformers", "toy-1b", 12));
        PeerFigures figures = PeerFigures.read(directory);
        assertThat(figures.figures()).extracting(PeerFigure::rate).containsExactly(10.0, 12.0);
        assertThat(figures.problems())
                .hasSize(5)
                .first()
                .isEqualTo(
                        "hf-a.jsonl, line 3: expected a JSON object with peer, model, figure, unit and a median above 0");
        assertThat(figures.problems()).last().asString().startsWith("hf-a.jsonl, line 7");
    }

    @Test
    void aRivalHoldsTheRatioAgainstItsBar() throws IOException {
        write("llama-a.jsonl", line("llama.cpp", "toy-1b.gguf", 100));
        List<Bar> rows = new ArrayList<>();
        Rival.LLAMA_PREFILL.hold(
                PREFILL, Spread.of(150, 190, 250), PeerFigures.read(directory), new BarSheet("toy-1b", rows::add));
        assertThat(rows)
                .singleElement()
                .satisfies(
                        bar -> assertThat(bar.row())
                                .isEqualTo(
                                        "| toy-1b: prefill of 512, against llama.cpp (100.0 tok/s) | 1.90 x (1.50 to 2.50) | >= 2 | short |"));
    }

    @Test
    void aRivalThatIsNotThereIsSaidToBeMissing() {
        List<Bar> rows = new ArrayList<>();
        Rival.JLAMA.hold("few-shot NER", Spread.of(2), PeerFigures.NONE, new BarSheet("toy-1b", rows::add));
        assertThat(rows)
                .singleElement()
                .satisfies(
                        bar -> assertThat(bar.row())
                                .isEqualTo(
                                        "| toy-1b: few-shot NER, against Jlama | - |  | not measured: no line of this peer and model in --peers |"));
    }

    private PeerFigure best(String model) throws IOException {
        return PeerFigures.read(directory)
                .best("llama.cpp", model, List.of(PREFILL))
                .orElseThrow();
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(directory.resolve(file), List.of(lines));
    }

    private static String line(String peer, String model, double median) {
        return "{\"figure\": \"%s\", \"median\": %s, \"unit\": \"tok/s\", \"peer\": \"%s\", \"model\": \"%s\"}"
                .formatted(PREFILL, median, peer, model);
    }
}
