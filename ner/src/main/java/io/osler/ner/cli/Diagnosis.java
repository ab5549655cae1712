package io.osler.ner.cli;

import com.sun.management.OperatingSystemMXBean;
import io.osler.kb.KnowledgeBase;
import io.osler.models.OslerException;
import io.osler.models.store.ModelStore;
import io.osler.models.store.StoredModel;
import io.osler.ner.DefaultModel;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks at everything a run needs, and changes nothing. */
final class Diagnosis {
    private static final int JDK_LEAST = 25;
    /** The small model with its cache and room to work. */
    private static final long MEMORY_LEAST = 1_000_000_000L;
    /** The default model twice, as it lies there twice while it is pulled from packages, and results. */
    private static final long DISK_LEAST = 3_000_000_000L;

    private static final Path NVIDIA_DRIVER = Path.of("/proc/driver/nvidia/version");
    private static final String CUDA_HOW = "for a GPU, point at a CUDA build of libtorch:"
            + " PYTORCH_LIBRARY_PATH=/path/to/libtorch/lib PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128";

    private final Surroundings surroundings;
    private final String executablePath;
    private final List<Check> checks = new ArrayList<>();

    /** @param executablePath where programs are looked for, as in PATH */
    Diagnosis(Surroundings surroundings, String executablePath) {
        this.surroundings = surroundings;
        this.executablePath = executablePath;
    }

    List<Check> run() {
        checks.add(jdk(Runtime.version().feature()));
        checks.add(cpu(CpuFacts.ofThisMachine(), System.getProperty("os.arch")));
        checks.add(memory(surroundings.memoryAvailableBytes().getAsLong()));
        library();
        checks.add(vocabulary());
        checks.add(program("pip", List.of("pip", "pip3", "python3"), "models on package indexes cannot be pulled"));
        checks.add(program("mvn", List.of("mvn"), "Osler cannot be built again, and models in jars cannot be pulled"));
        store();
        return List.copyOf(checks);
    }

    static Check jdk(int feature) {
        String found = "%s, %s".formatted(Runtime.version(), System.getProperty("java.home"));
        return feature >= JDK_LEAST
                ? Check.ok("jdk", found)
                : Check.fail("jdk", found, "expected JDK %d or newer; get one from adoptium.net".formatted(JDK_LEAST));
    }

    static Check cpu(CpuFacts cpu, String architecture) {
        String found = "%s%s, %s, %s"
                .formatted(
                        cpu.name().isEmpty() ? "" : cpu.name() + ", ",
                        architecture,
                        Sizes.count(Runtime.getRuntime().availableProcessors(), "core"),
                        cpu.vectorFlags().isEmpty() ? "vector flags unknown" : String.join(" ", cpu.vectorFlags()));
        boolean slow = architecture.equals("amd64")
                && !cpu.flags().isEmpty()
                && !cpu.flags().contains("avx2");
        return slow ? Check.warn("cpu", found, "without AVX2 models run, but slowly") : Check.ok("cpu", found);
    }

    static Check memory(long available) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String found = "%s available of %s".formatted(Sizes.bytes(available), Sizes.bytes(system.getTotalMemorySize()));
        if (available < MEMORY_LEAST) {
            return Check.fail(
                    "memory",
                    found,
                    "the smallest model needs %s; end other programs".formatted(Sizes.bytes(MEMORY_LEAST)));
        }
        return available < DefaultModel.MEMORY_BYTES_LEAST
                ? Check.warn(
                        "memory",
                        found,
                        "below %s the small model %s is the default, which finds less"
                                .formatted(Sizes.bytes(DefaultModel.MEMORY_BYTES_LEAST), DefaultModel.SMALL_ID))
                : Check.ok("memory", found);
    }

    private void library() {
        try {
            Surroundings.LibraryFacts library = surroundings.library().get();
            checks.add(Check.ok("libtorch", library.description().replaceAll("\\s+", " ")));
            checks.add(cuda(library.cudaDevices(), Files.exists(NVIDIA_DRIVER)));
        } catch (OslerException e) {
            checks.add(Check.fail("libtorch", "not found", e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            checks.add(Check.fail("libtorch", "does not load: " + e, "see that the build is whole: mvn clean package"));
        }
    }

    static Check cuda(int devices, boolean driver) {
        if (devices > 0) {
            return Check.ok("cuda", Sizes.count(devices, "device"));
        }
        return driver
                ? Check.warn("cuda", "a driver is here, but this libtorch sees no device", CUDA_HOW)
                : new Check("cuda", Check.Status.OK, "no device, models run on the CPU", CUDA_HOW);
    }

    private static Check vocabulary() {
        try (KnowledgeBase starter = KnowledgeBase.starter()) {
            starter.lookUp("fever");
            return Check.ok("vocabulary", "built in, %s".formatted(Sizes.count(starter.size(), "concept")));
        } catch (OslerException e) {
            return Check.fail("vocabulary", "the built-in one cannot be read", e.getMessage());
        }
    }

    private Check program(String name, List<String> names, String without) {
        Optional<Path> found =
                names.stream().flatMap(each -> find(each).stream()).findFirst();
        return found.map(path -> Check.ok(name, path.toString()))
                .orElseGet(() -> Check.warn(
                        name, "not found", "%s; install it and see that PATH names its directory".formatted(without)));
    }

    private Optional<Path> find(String program) {
        return Arrays.stream(executablePath.split(File.pathSeparator))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void store() {
        ModelStore store = surroundings.store().get();
        checks.add(place(store.directory()));
        try {
            List<StoredModel> models = store.list();
            models.forEach(model -> checks.add(model(store, model)));
            if (models.isEmpty()) {
                checks.add(new Check(
                        "model",
                        Check.Status.OK,
                        "none is installed yet",
                        "the first run pulls one; or now: osler models pull " + DefaultModel.SMALL_ID));
            }
        } catch (OslerException e) {
            checks.add(Check.fail("model", "the store cannot be read", e.getMessage()));
        }
    }

    private static Check place(Path directory) {
        Path existing = directory;
        while (!Files.isDirectory(existing)) {
            existing = existing.getParent();
            if (existing == null) {
                return Check.fail("store", directory + " cannot be made", "name another place: OSLER_HOME");
            }
        }
        if (!Files.isWritable(existing)) {
            return Check.fail(
                    "store", directory + " cannot be written", "name a place that you may write to: OSLER_HOME");
        }
        return room(directory, existing);
    }

    private static Check room(Path directory, Path existing) {
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String found = "%s, %s free".formatted(directory, Sizes.bytes(free));
            return free < DISK_LEAST
                    ? Check.warn("store", found, "little room for models; name another disk: OSLER_HOME")
                    : Check.ok("store", found);
        } catch (IOException e) {
            return Check.warn("store", "%s, room unknown (%s)".formatted(directory, e), "see that the disk is healthy");
        }
    }

    private static Check model(ModelStore store, StoredModel model) {
        try {
            store.path(model.id());
            return Check.ok(
                    "model",
                    "%s, %s".formatted(model.id(), Sizes.bytes(model.manifest().bytes())));
        } catch (OslerException e) {
            return Check.fail("model", model.id() + " is damaged", e.getMessage());
        }
    }
}
