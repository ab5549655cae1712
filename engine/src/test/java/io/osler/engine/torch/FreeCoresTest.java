package io.osler.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeCoresTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path proc;

    private long own;

    @BeforeEach
    void fourCoresOfWhichThreeAreOurs() throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nCpus_allowed:\t000b\nCpus_allowed_list:\t0-1,3\n");
        ticks(0, 0, 0);
    }

    /** In two seconds of three cores. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3", // nobody works
        "0, 600, 3", // all is ours
        "40, 500, 3", // a fifth of a core is nothing
        "100, 500, 2", // half a core, as one gets who shares it with us
        "200, 400, 2",
        "400, 200, 1",
        "600, 0, 1" // never none
    })
    void othersTakeCores(long others, long ours, int free) {
        FreeCores cores = new FreeCores(proc, 3, () -> own);
        long begin = System.nanoTime();
        ticks(others + ours, 0, 0);
        own = ours * SECOND / 100;
        assertThat(cores.count(begin + 2 * SECOND)).isEqualTo(free);
    }

    @Test
    void whatIsStolenFromTheMachineIsNotFree() {
        FreeCores cores = new FreeCores(proc, 3, () -> own);
        ticks(0, 200, 0);
        assertThat(cores.count(System.nanoTime() + 2 * SECOND)).isEqualTo(2);
    }

    @Test
    void coresThatAreNotOursDoNotCount() {
        FreeCores cores = new FreeCores(proc, 3, () -> own);
        ticks(0, 0, 200);
        assertThat(cores.count(System.nanoTime() + 2 * SECOND)).isEqualTo(3);
    }

    @Test
    void comeBackWhenOthersAreDone() {
        FreeCores cores = new FreeCores(proc, 3, () -> own);
        long begin = System.nanoTime();
        ticks(200, 0, 0);
        assertThat(cores.count(begin + 2 * SECOND)).isEqualTo(2);
        assertThat(cores.count(begin + 4 * SECOND)).isEqualTo(3);
    }

    @Test
    void areAllWhereNobodySays() throws IOException {
        Files.delete(proc.resolve("stat"));
        FreeCores cores = new FreeCores(proc, 3, () -> own);
        assertThat(cores.count(System.nanoTime() + 2 * SECOND)).isEqualTo(3);
    }

    @Test
    void areAskedAtMostOnceASecond() {
        FreeCores cores = new FreeCores(proc, 3, () -> own);
        ticks(100_000, 0, 0);
        assertThat(cores.count()).isEqualTo(3);
    }

    /** Hundredths of a second worked by core 0 and stolen from core 3, both ours, and worked by core 2, which is not. */
    private void ticks(long worked, long stolen, long elsewhere) {
        String stat = """
                cpu  9 9 9 9 9 9 9 9 9 9
                cpu0 %d 0 0 5000 70 0 0 0 0 0
                cpu1 0 0 0 5000 0 0 0 0 0 0
                cpu2 %d 0 0 5000 0 0 0 0 0 0
                cpu3 0 0 0 5000 0 0 0 %d 0 0
                intr 12 0 0
                """.formatted(worked, elsewhere, stolen);
        try {
            Files.writeString(proc.resolve("stat"), stat);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
