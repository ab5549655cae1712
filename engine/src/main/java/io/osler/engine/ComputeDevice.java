package io.osler.engine;

/** Where the model runs. */
public enum ComputeDevice {
    /** CUDA where libtorch sees a device, else the CPU. */
    AUTO,
    CPU,
    CUDA
}
