package io.osler.kb.scan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which scan this machine runs. */
public final class ScanChoice {
    /** Below this the plain loops, which the compiler may vectorise itself, are no worse. */
    private static final int BITS_LEAST = 128;

    private static final String MODULE = "jdk.incubator.vector";

    private ScanChoice() {}

    /** The fastest there is; decided once per process, with a line in the log. */
    public static VectorScan best() {
        return Best.SCAN;
    }

    /**
     * The decision as a function of facts.
     *
     * @param module whether the JVM has the incubating module
     * @param bits   width of its vectors; 0 without the module
     */
    static boolean isPanama(boolean module, int bits) {
        return module && bits >= BITS_LEAST;
    }

    private static final class Best {
        private static final Logger LOG = LoggerFactory.getLogger(ScanChoice.class);
        private static final VectorScan SCAN = choose();

        private static VectorScan choose() {
            boolean module = ModuleLayer.boot().findModule(MODULE).isPresent();
            // PanamaScan must not even be loaded where the module is not.
            if (isPanama(module, module ? PanamaScan.bits() : 0)) {
                VectorScan scan = new PanamaScan();
                LOG.debug("vectors are scanned with {}", scan.name());
                return scan;
            }
            LOG.info(
                    "vectors are scanned without SIMD, several times slower: {}",
                    module ? "this machine's vectors are too short" : "start the JVM with --add-modules=" + MODULE);
            return new ScalarScan();
        }
    }
}
