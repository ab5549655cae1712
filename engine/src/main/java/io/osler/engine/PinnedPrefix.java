package io.osler.engine;

import io.osler.engine.cache.PrefixNode;
import io.osler.engine.loop.EngineLoop;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tokens whose keys and values stay in memory until this is closed, whatever else is asked for. Belongs to the engine
 * that made it; closing it after the engine does nothing. Safe for many threads.
 */
public final class PinnedPrefix implements AutoCloseable {
    private final EngineLoop loop;
    private final PrefixNode leaf;
    private final int[] tokens;
    private final long fingerprint;
    private final AtomicBoolean closed = new AtomicBoolean();

    PinnedPrefix(EngineLoop loop, PrefixNode leaf, int[] tokens, long fingerprint) {
        this.loop = loop;
        this.leaf = leaf;
        this.tokens = tokens.clone();
        this.fingerprint = fingerprint;
    }

    /** How many tokens are pinned. */
    public int length() {
        return tokens.length;
    }

    /**
     * Writes keys and values to a file, from which {@link Engine#restore} brings them back after a restart without
     * reading the text again. The file holds the token ids of the text: keep it as you keep the text.
     *
     * @throws EngineException PREFIX_UNUSABLE when it cannot be written, CLOSED
     */
    public void save(Path file) {
        if (closed.get()) {
            throw new IllegalStateException("the prefix is closed, expected one that is pinned");
        }
        Engine.await(loop.between(keeper -> {
            keeper.save(leaf, tokens, fingerprint, file);
            return true;
        }));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Engine.await(loop.between(keeper -> {
                    keeper.unpin(leaf);
                    return true;
                }));
            } catch (EngineException e) {
                if (e.code() != EngineException.Code.CLOSED) {
                    throw e;
                }
            }
        }
    }
}
