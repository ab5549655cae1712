package io.osler.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a model may take on this machine. */
public final class MachineMemory {
    private static final Path LINUX = Path.of("/proc/meminfo");

    private MachineMemory() {}

    /** Bytes that can be had without swapping: Linux says so itself, elsewhere what is free. */
    public static long availableBytes() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try {
            long available = Files.readAllLines(LINUX).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(system.getFreeMemorySize());
            return Math.min(available, system.getTotalMemorySize()); // a container's limit counts
        } catch (IOException e) {
            return system.getFreeMemorySize();
        }
    }
}
