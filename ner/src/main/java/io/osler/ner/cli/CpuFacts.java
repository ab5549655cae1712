package io.osler.ner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Linux says of the CPU, in the words of /proc/cpuinfo; elsewhere only its architecture is known.
 *
 * @param name  of the product, empty where unknown
 * @param flags of the first core, all
 */
record CpuFacts(String name, Set<String> flags) {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    /** What makes products of matrices fast, from narrow to wide. */
    private static final List<String> VECTOR_FLAGS = List.of(
            "avx2",
            "fma",
            "f16c",
            "avx512f",
            "avx512_vnni",
            "avx_vnni",
            "avx512_bf16",
            "amx_tile",
            "amx_int8",
            "amx_bf16",
            "asimd",
            "asimddp",
            "i8mm",
            "bf16",
            "sve");

    CpuFacts {
        flags = Set.copyOf(flags);
    }

    static CpuFacts ofThisMachine() {
        try {
            return parse(Files.readAllLines(LINUX));
        } catch (IOException _) {
            return new CpuFacts("", Set.of());
        }
    }

    static CpuFacts parse(List<String> lines) {
        String flags = value(lines, "flags").or(() -> value(lines, "Features")).orElse("");
        return new CpuFacts(
                value(lines, "model name").orElse(""),
                Arrays.stream(flags.split("\\s+"))
                        .filter(flag -> !flag.isEmpty())
                        .collect(Collectors.toSet()));
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    List<String> vectorFlags() {
        return VECTOR_FLAGS.stream().filter(flags::contains).toList();
    }
}
