package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineException;
import io.osler.models.text.DjlSettings;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The one place that touches what libtorch keeps per process or per thread. */
public final class TorchSetup {
    /**
     * Programs run under the read lock. When the process ends, libtorch takes its tables down while its threads still
     * work, and dies of it; so the exit waits for the running call and lets no other begin.
     */
    private static final ReentrantReadWriteLock RUNNING = new ReentrantReadWriteLock();

    private static boolean loaded;

    private TorchSetup() {}

    /** Loads libtorch, once per process, and throws {@link EngineException} with what to do when it cannot. */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        DjlSettings.apply();
        // Every executor run would otherwise be profiled anew for each new shape: seconds per shape.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        try {
            Engine.getEngine("PyTorch");
            Runtime.getRuntime().addShutdownHook(new Thread(RUNNING.writeLock()::lock, "osler-engine-exit"));
            loaded = true;
        } catch (RuntimeException | LinkageError e) {
            throw new EngineException(
                    EngineException.Code.LIBRARY_MISSING,
                    "libtorch",
                    "cannot be loaded (%s); expected the pytorch-native jar of this platform on the class path, or PYTORCH_LIBRARY_PATH, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR naming an installed libtorch; `osler doctor` says what was found"
                            .formatted(rootMessage(e)),
                    e);
        }
    }

    /** To be called once on every thread that runs programs. */
    static void prepareThread(int threads) {
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setNumThreads(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }

    /** Runs a method of a program. Every call into libtorch that computes goes through here. */
    static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
        RUNNING.readLock().lock();
        try {
            return IValueUtils.runMethod(module, method, arguments);
        } finally {
            RUNNING.readLock().unlock();
        }
    }

    /** Runs something else that computes, under the same lock. */
    static void run(Runnable computation) {
        RUNNING.readLock().lock();
        try {
            computation.run();
        } finally {
            RUNNING.readLock().unlock();
        }
    }

    static Device device(ComputeDevice wanted) {
        int gpus = CudaUtils.hasCuda() ? Engine.getEngine("PyTorch").getGpuCount() : 0;
        return switch (wanted) {
            case CPU -> Device.cpu();
            case AUTO -> gpus > 0 ? Device.gpu(0) : Device.cpu();
            case CUDA -> {
                if (gpus == 0) {
                    throw new EngineException(
                            EngineException.Code.DEVICE_MISSING,
                            "device CUDA",
                            "libtorch sees no CUDA device; expected a CUDA build of libtorch (PYTORCH_LIBRARY_PATH, PYTORCH_FLAVOR=cu128) and a driver, or use device CPU");
                }
                yield Device.gpu(0);
            }
        };
    }

    /** What was loaded, for people. */
    public static String describe() {
        load();
        return Engine.getEngine("PyTorch").toString().strip();
    }

    public static int gpuCount() {
        load();
        return CudaUtils.hasCuda() ? Engine.getEngine("PyTorch").getGpuCount() : 0;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
