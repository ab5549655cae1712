package io.osler.ner.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code osler doctor}: whether this machine is ready. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = OslerVersion.class,
        description = {"Looks at JDK, CPU, memory, libtorch, CUDA, programs, disk and models.", ""},
        footer = {
            "",
            "Examples:",
            "  osler doctor",
            "  osler doctor --json",
            "",
            "Exit code: 0 ready (warnings may stand), 3 something is missing."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print JSON instead of lines.")
    private boolean json;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<Check> checks = new Diagnosis(surroundings, path).run();
        boolean ready = checks.stream().noneMatch(check -> check.status() == Check.Status.FAIL);
        if (json) {
            surroundings.out().println(json(new Report(ready, OslerVersion.text(), checks)));
        } else {
            checks.forEach(check -> surroundings.out().println(check.line()));
        }
        return ready ? ExitCodes.DONE : ExitCodes.ENVIRONMENT;
    }

    private static String json(Report report) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(report);
    }

    private record Report(boolean ready, String version, List<Check> checks) {}
}
