package io.osler.ner.head;

import io.osler.engine.tagger.TaggerTraining;
import java.util.List;

/**
 * How a head is fitted. The defaults were chosen on development data (docs/decisions/0007).
 *
 * @param seeds       networks whose answers are averaged; each holds out another part of the documents
 * @param evidence    whether a head is also told what the training sentences say of words and strings
 * @param layers      after how many of the model's layers states are taken; empty for the usual ones
 * @param projected   width of the projection of a word's states
 * @param hidden      width of the hidden layer
 * @param window      neighbouring words to each side that a word's tag is judged by
 * @param chainWeight how much it counts which tags usually follow which
 * @param training    of each network; its seed is that of the folds too
 * @param curve       numbers of sentences for which a head is fitted as well, only to be scored
 */
public record HeadOptions(
        int seeds,
        boolean evidence,
        List<Integer> layers,
        int projected,
        int hidden,
        int window,
        double chainWeight,
        TaggerTraining training,
        List<Integer> curve) {
    public static final HeadOptions DEFAULTS =
            new HeadOptions(4, true, List.of(), 128, 128, 1, 0.5, TaggerTraining.DEFAULTS, List.of());

    public HeadOptions {
        layers = layers.stream().sorted().distinct().toList();
        curve = curve.stream().sorted().distinct().toList();
        if (seeds < 1 || seeds > 20) {
            throw new IllegalArgumentException("seeds is %d, expected 1 to 20".formatted(seeds));
        }
        if (!layers.isEmpty() && layers.getFirst() < 1) {
            throw new IllegalArgumentException("layers are %s, expected numbers from 1 on".formatted(layers));
        }
        if (!curve.isEmpty() && curve.getFirst() < HeadFitter.SENTENCES_LEAST) {
            throw new IllegalArgumentException(
                    "curve is %s, expected numbers from %d on".formatted(curve, HeadFitter.SENTENCES_LEAST));
        }
        if (!(chainWeight >= 0 && chainWeight <= 2)) {
            throw new IllegalArgumentException("chainWeight is %s, expected 0 to 2".formatted(chainWeight));
        }
    }

    public HeadOptions withSeeds(int count) {
        return new HeadOptions(count, evidence, layers, projected, hidden, window, chainWeight, training, curve);
    }

    public HeadOptions withEvidence(boolean told) {
        return new HeadOptions(seeds, told, layers, projected, hidden, window, chainWeight, training, curve);
    }

    public HeadOptions withLayers(List<Integer> some) {
        return new HeadOptions(seeds, evidence, some, projected, hidden, window, chainWeight, training, curve);
    }

    public HeadOptions withCurve(List<Integer> sentences) {
        return new HeadOptions(seeds, evidence, layers, projected, hidden, window, chainWeight, training, sentences);
    }

    public HeadOptions withTraining(TaggerTraining other) {
        return new HeadOptions(seeds, evidence, layers, projected, hidden, window, chainWeight, other, curve);
    }

    public HeadOptions withWidths(int projection, int inner) {
        return new HeadOptions(seeds, evidence, layers, projection, inner, window, chainWeight, training, curve);
    }
}
