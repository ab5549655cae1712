package io.osler.engine.torch;

import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CPU threads that share each product of one calling thread: as many as asked for, or as cores are free. */
final class ThreadTeam {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadTeam.class);

    private final IntSupplier wanted;
    private int size;

    private ThreadTeam(IntSupplier wanted) {
        this.wanted = wanted;
        adapt();
    }

    /**
     * Prepares the calling thread, the only one that may use the team.
     *
     * @param threads 0 for the free cores, from step to step
     */
    static ThreadTeam of(int threads) {
        return new ThreadTeam(threads > 0 ? () -> threads : new FreeCores()::count);
    }

    /** To be called before each step. */
    void adapt() {
        int now = wanted.getAsInt();
        if (now != size) {
            if (size > 0) {
                LOG.debug("{} CPU threads instead of {}, as other processes leave cores free", now, size);
            }
            TorchSetup.prepareThread(now);
            size = now;
        }
    }
}
