package io.osler.engine.loop;

import io.osler.engine.EngineException;
import io.osler.engine.cache.PrefixNode;
import io.osler.engine.cache.PrefixTree;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.config.DecoderShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Pins prefixes, writes their keys and values to files and brings them back. On the loop's thread only. */
public final class PrefixKeeper {
    private final TorchDecoder decoder;
    private final PrefixTree tree;

    PrefixKeeper(TorchDecoder decoder, PrefixTree tree) {
        this.decoder = decoder;
        this.tree = tree;
    }

    /** Keeps a prefix until {@link #unpin}; empty when not all of it is there. */
    public Optional<PrefixNode> pin(int[] tokens) {
        PrefixNode leaf = tree.find(shape().layers(), tokens, tokens.length);
        boolean whole =
                leaf.endPosition() == tokens.length && leaf.path().stream().allMatch(PrefixNode::isComplete);
        if (!whole) {
            return Optional.empty();
        }
        tree.retain(leaf);
        return Optional.of(leaf);
    }

    public void unpin(PrefixNode leaf) {
        tree.release(leaf);
    }

    /** Writes a pinned prefix. */
    public void save(PrefixNode leaf, int[] tokens, long fingerprint, Path file) {
        PrefixFile.Header header = new PrefixFile.Header(fingerprint, shape().layers(), width(), tokens);
        PrefixFile.write(file, header, layer -> {
            float[] rows = new float[tokens.length * width()];
            for (PrefixNode node : leaf.path()) {
                float[] part = decoder.kept(layer, node.begin(), node.length());
                System.arraycopy(part, 0, rows, node.position() * width(), part.length);
            }
            return rows;
        });
    }

    /**
     * Brings a prefix back, as far as it is not there, and pins it.
     *
     * @throws EngineException PREFIX_UNUSABLE, MEMORY_SHORT
     */
    public PrefixNode restore(PrefixFile file, long fingerprint) {
        file.requireFit(fingerprint, shape().layers(), width());
        int[] tokens = file.tokens();
        PrefixNode found = tree.find(shape().layers(), tokens, tokens.length);
        int from = found.endPosition();
        boolean complete = found.path().stream().allMatch(PrefixNode::isComplete);
        if (from == tokens.length && complete) {
            tree.retain(found);
            return found;
        }
        if (!complete) {
            throw new EngineException(
                    EngineException.Code.FAILED, file.path().toString(), "is being computed just now; try again");
        }
        tree.retain(found);
        try {
            int begin = tree.allocate(tokens.length - from);
            if (begin < 0) {
                throw new EngineException(
                        EngineException.Code.MEMORY_SHORT,
                        file.path().toString(),
                        "holds %d tokens, there are not so many slots free of %d; unpin others or open the engine with more cacheBytes"
                                .formatted(tokens.length - from, decoder.slots()));
            }
            for (int layer = 0; layer < shape().layers(); layer++) {
                decoder.restore(layer, begin, file.rows(layer, from, tokens.length));
            }
            PrefixNode leaf = tree.appendComputed(found, Arrays.copyOfRange(tokens, from, tokens.length), begin);
            tree.retain(leaf);
            return leaf;
        } finally {
            tree.release(found);
        }
    }

    private DecoderShape shape() {
        return decoder.architecture().shape();
    }

    /** Floats of a token's keys and values in one layer. */
    private int width() {
        return 2 * shape().kvHeads() * shape().headSize();
    }
}
