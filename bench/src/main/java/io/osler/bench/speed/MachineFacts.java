package io.osler.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class MachineFacts {
    private MachineFacts() {}

    static String describe() {
        return "%s (%s), %d cores, JDK %s; load before: %s"
                .formatted(
                        line("/proc/cpuinfo", "model name"),
                        vectorFlags(),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        line("/proc/loadavg", ""));
    }

    /** Largest resident memory of this process so far, in bytes; NaN where the system does not say. */
    static double residentBytesMax() {
        return statusBytes("VmHWM");
    }

    /** Resident memory of this process now, in bytes; NaN where the system does not say. */
    static double residentBytes() {
        return statusBytes("VmRSS");
    }

    private static double statusBytes(String field) {
        String kibibytes = line("/proc/self/status", field).replaceAll("\\D", "");
        return kibibytes.isEmpty() ? Double.NaN : Double.parseDouble(kibibytes) * 1024;
    }

    /** Vector instructions that decide which number format is fast. */
    private static String vectorFlags() {
        return Stream.of(line("/proc/cpuinfo", "flags").split(" "))
                .filter(flag -> flag.matches("avx2|avx512f|avx512_vnni|avx512_bf16|avx_vnni|amx_int8|amx_bf16"))
                .collect(Collectors.joining(" "));
    }

    private static String line(String file, String prefix) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(prefix))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
