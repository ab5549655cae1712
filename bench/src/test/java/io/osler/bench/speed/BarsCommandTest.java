package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BarsCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--only=everything, MAIN",
        "--figures=speed, FEW_SHOT",
        "--form=int3, INT4",
        "--peers=no/such/place, '--peers is no/such/place, expected a directory'",
        "--sentences=0, 'sentences is 0, expected at least 1'",
        "--requests=0, 'requests is 0, expected at least 1'",
        "--rounds=-1, 'rounds is -1, expected at least 1'"
    })
    void wrongUseIsSaidBeforeAnythingIsOpened(String option, String said) {
        StringWriter errors = new StringWriter();
        CommandLine command = new CommandLine(new BarsCommand()).setErr(new PrintWriter(errors));
        assertThat(command.execute(option, "--model=no-such-model")).isEqualTo(2);
        assertThat(errors.toString()).contains(said);
    }
}
