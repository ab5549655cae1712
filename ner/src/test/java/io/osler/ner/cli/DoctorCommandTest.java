package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.EngineException;
import io.osler.ner.cli.CliFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {
    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(directory);
    }

    @Test
    void aReadyMachineIsExitZero() {
        Outcome outcome = cli.run("doctor");

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out())
                .contains("ok    jdk", "  cpu ", "ok    memory      64.0 GB available", "libtorch    PyTorch:0.0 fake")
                .contains("PYTORCH_LIBRARY_PATH=", "none is installed yet");
    }

    @Test
    void aMissingLibraryIsExitThreeWithWhatToDo() {
        cli.libraryFailure = new EngineException(EngineException.Code.LIBRARY_MISSING, "libtorch", "install it");

        Outcome outcome = cli.run("doctor");

        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.out()).contains("fail  libtorch    not found", "LIBRARY_MISSING: libtorch: install it");
    }

    @Test
    void aDamagedModelIsFound() throws IOException {
        cli.run("models", "pull", CliFixture.MODEL);
        assertThat(cli.run("doctor").out()).contains("ok    model       toy-model, 18 bytes");

        Files.writeString(directory.resolve("home/models/toy-model/weights.gguf"), "short");
        Outcome outcome = cli.run("doctor");

        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.out()).contains("fail  model       toy-model is damaged", "has 5 bytes, expected 18");
    }

    @Test
    void jsonSaysTheSame() {
        JsonNode report =
                JsonMapper.shared().readTree(cli.run("doctor", "--json").out());

        assertThat(report.path("ready").asBoolean()).isTrue();
        assertThat(report.path("checks")
                        .valueStream()
                        .map(check -> check.path("name").asString()))
                .startsWith("jdk", "cpu", "memory", "libtorch", "cuda", "vocabulary");
    }

    @Test
    void machinesThatAreNotThisOne() {
        assertThat(Diagnosis.jdk(24).status()).isEqualTo(Check.Status.FAIL);
        assertThat(Diagnosis.memory(900_000_000).status()).isEqualTo(Check.Status.FAIL);
        assertThat(Diagnosis.memory(5_000_000_000L).status()).isEqualTo(Check.Status.WARN);
        assertThat(Diagnosis.cuda(2, true).found()).isEqualTo("2 devices");
        assertThat(Diagnosis.cuda(0, true).status()).isEqualTo(Check.Status.WARN);
        CpuFacts old = new CpuFacts("Old", Set.of("sse4_2"));
        assertThat(Diagnosis.cpu(old, "amd64").status()).isEqualTo(Check.Status.WARN);
    }

    @Test
    void cpuFlagsAreRead() {
        CpuFacts cpu = CpuFacts.parse(List.of(
                "processor\t: 0",
                "model name\t: Invented: 9000",
                "flags\t\t: fpu avx2 avx2 amx_tile fma",
                "flags\t: sve"));

        assertThat(cpu.name()).isEqualTo("Invented: 9000");
        assertThat(cpu.vectorFlags()).containsExactly("avx2", "fma", "amx_tile");
        assertThat(CpuFacts.parse(List.of("Features\t: fp asimd i8mm")).vectorFlags())
                .containsExactly("asimd", "i8mm");
        assertThat(CpuFacts.parse(List.of()).flags()).isEmpty();
    }
}
