package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.osler.engine.ComputeDevice;
import io.osler.engine.tagger.TaggerNetwork;
import io.osler.engine.tagger.TaggerRows;
import io.osler.engine.tagger.TaggerSizes;
import io.osler.engine.tagger.TaggerTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * One training of a {@link TaggerNetwork}, by DJL's trainer. One thread. Owns native memory; {@link #close} gives it back.
 */
public final class TorchTaggerTrainer implements AutoCloseable {
    private static final double WARM_UP = 0.1;

    private final TaggerSizes sizes;
    private final List<TaggerRows.Labelled> sequences;
    private final TaggerTraining training;
    private final TaggerBatches batches;
    private final TaggerBlock block;
    private final Model model;
    private final Trainer trainer;
    private final Random random;
    private final SplittableRandom droppedStates;

    private TorchTaggerTrainer(
            TaggerSizes sizes, List<TaggerRows.Labelled> sequences, TaggerTraining training, Model model) {
        this.sizes = sizes;
        this.sequences = sequences;
        this.training = training;
        this.batches = TaggerBatches.of(sizes, sequences);
        this.block = new TaggerBlock(sizes, training.dropout());
        this.model = model;
        this.random = new Random(training.seed());
        this.droppedStates = new SplittableRandom(training.seed());
        model.setBlock(block);
        int steps = training.epochs() * ((sequences.size() + training.batch() - 1) / training.batch());
        this.trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {model.getNDManager().getDevice()})
                .optOptimizer(Optimizer.adamW()
                        .optWeightDecays(training.weightDecay())
                        .optLearningRateTracker(new RiseAndFall(training.learningRate(), steps))
                        .build()));
        trainer.initialize(new Shape(1, sizes.states()), new Shape(1, 1));
    }

    /** Loads libtorch where need be and lays out the first weights. */
    public static TorchTaggerTrainer open(
            TaggerSizes sizes, List<TaggerRows.Labelled> sequences, TaggerTraining training, ComputeDevice device) {
        TorchSetup.load();
        TorchSetup.prepareThread(1); // more would slow an engine down: TaggerTrainer tells
        Engine.getEngine("PyTorch").setRandomSeed(training.seed());
        Model model = Model.newInstance("tagger", TorchSetup.device(device), "PyTorch");
        try {
            return new TorchTaggerTrainer(sizes, sequences, training, model);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Rises over the first tenth of the steps, then falls in a line to nothing. */
    private record RiseAndFall(float highest, int steps) implements Tracker {
        @Override
        public float getNewValue(int step) {
            double rise = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
            return (float) (highest * rise * Math.max(0.02, 1 - (double) step / steps));
        }
    }

    /** Sees each sequence once, in an order drawn anew. */
    public void epoch() {
        List<TaggerRows.Labelled> order = new ArrayList<>(sequences);
        Collections.shuffle(order, random);
        for (int at = 0; at < order.size(); at += training.batch()) {
            step(order.subList(at, Math.min(order.size(), at + training.batch())));
        }
    }

    private void step(List<TaggerRows.Labelled> batch) {
        TorchSetup.run(() -> {
            try (NDManager scratch = trainer.getManager().newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                TaggerBatches.Batch rows = batches.batch(scratch, batch, this::dropStates);
                NDArray logits = trainer.forward(rows.inputs()).singletonOrThrow();
                NDArray chosen = logits.logSoftmax(-1).mul(rows.wanted());
                collector.backward(chosen.sum().neg().div(rows.count()));
                trainer.step();
            }
        });
    }

    /**
     * Dropout of the states, here: libtorch draws a random number at a time on a CPU, which took half of a step.
     * Kept values grow by what is missing, as in the library.
     */
    private void dropStates(float[] states) {
        long keep = (long) ((1.0 - training.dropout()) * (1L << 32));
        float scale = 1 / (1 - training.dropout());
        for (int i = 0; i < states.length; i++) {
            states[i] = (droppedStates.nextLong() >>> 32) < keep ? states[i] * scale : 0;
        }
    }

    /** What has been learnt so far. */
    public TaggerNetwork network() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("mean", batches.mean());
        tensors.put("scale", batches.scale());
        tensors.putAll(block.tensors());
        return new TaggerNetwork(sizes, tensors);
    }

    /** What libtorch tells of rows, without dropout: {@code [row of all sequences][class]}. */
    float[][] logProbabilities(List<TaggerRows.Labelled> of) {
        List<float[]> all = new ArrayList<>();
        TorchSetup.run(() -> {
            try (NDManager scratch = trainer.getManager().newSubManager()) {
                NDArray logits =
                        trainer.evaluate(batches.batch(scratch, of).inputs()).singletonOrThrow();
                float[] values = logits.logSoftmax(-1).toFloatArray();
                int row = 0;
                for (TaggerRows.Labelled sequence : of) {
                    for (int i = 0; i < sequence.rows().size(); i++, row++) {
                        int from = row * sizes.classes();
                        all.add(Arrays.copyOfRange(values, from, from + sizes.classes()));
                    }
                    row += sizes.window();
                }
            }
        });
        return all.toArray(float[][]::new);
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
