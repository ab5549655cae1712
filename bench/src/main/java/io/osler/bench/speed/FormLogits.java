package io.osler.bench.speed;

import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.Logits;
import io.osler.engine.plan.StepInput;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.ModelDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a weight form makes of the same tokens: logits at every token of the reference form's own answers. A decision that
 * falls otherwise does not move those behind it, as it does where each form writes its own answer.
 */
final class FormLogits {
    private static final int STEP_ROWS = 256;

    private final BenchModel model;
    private final List<Answered> answers;

    FormLogits(BenchModel model, List<Answered> answers) {
        this.model = model;
        this.answers = answers;
    }

    /** A prompt and what the reference form answered. */
    record Answered(int[] prompt, int[] answer) {
        private int[] ids() {
            int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length);
            System.arraycopy(answer, 0, ids, prompt.length, answer.length);
            return ids;
        }
    }

    /**
     * How far logits lie from a reference's.
     *
     * @param divergence Kullback-Leibler, nats per token, from the reference
     * @param sameFirst  share of tokens whose likeliest successor is the same
     */
    record Distance(double divergence, double sameFirst) {
        static Distance of(List<float[]> reference, List<float[]> other) {
            double divergence = 0;
            int same = 0;
            for (int i = 0; i < reference.size(); i++) {
                divergence += divergence(reference.get(i), other.get(i));
                same += greatest(reference.get(i)) == greatest(other.get(i)) ? 1 : 0;
            }
            return new Distance(divergence / reference.size(), (double) same / reference.size());
        }

        private static double divergence(float[] reference, float[] other) {
            double norm = logSum(reference);
            double otherNorm = logSum(other);
            double sum = 0;
            for (int id = 0; id < reference.length; id++) {
                double logit = reference[id] - norm;
                sum += Math.exp(logit) * (logit - (other[id] - otherNorm));
            }
            return sum;
        }

        private static double logSum(float[] logits) {
            double most = logits[greatest(logits)];
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit - most);
            }
            return most + Math.log(sum);
        }

        private static int greatest(float[] logits) {
            int greatest = 0;
            for (int id = 1; id < logits.length; id++) {
                if (logits[id] > logits[greatest]) {
                    greatest = id;
                }
            }
            return greatest;
        }
    }

    /** Logits over the vocabulary at every token of every answer. */
    List<float[]> of(WeightForm form) {
        int most = answers.stream()
                .mapToInt(answered -> answered.ids().length)
                .max()
                .orElseThrow();
        EngineOptions options = model.options().withWeightForm(form);
        List<float[]> rows = new ArrayList<>();
        try (ModelDirectory directory = ModelDirectory.open(model.path());
                TorchDecoder decoder = TorchDecoder.load(
                        Architecture.of(directory.config()), directory.weights(), options, most, most)) {
            int layers = directory.config().shape().layers();
            int read = 0;
            int[] before = new int[0];
            for (Answered answered : answers) {
                int[] ids = answered.ids();
                int first = answered.prompt().length - 1; // its logits are those of the answer's first token
                int begin = Math.min(first, Math.min(read, common(before, ids)));
                for (int at = begin; at < first; at += STEP_ROWS) {
                    int[] chunk = Arrays.copyOfRange(ids, at, Math.min(first, at + STEP_ROWS));
                    decoder.step(StepInput.ofSequence(chunk, at, new int[0], layers));
                }
                int[] tail = Arrays.copyOfRange(ids, first, ids.length - 1);
                int[] all = IntStream.range(0, tail.length).toArray();
                Logits logits = decoder.step(StepInput.ofSequence(tail, first, all, layers))
                        .whole();
                for (int row : all) {
                    rows.add(logits.row(row));
                }
                before = ids;
                read = ids.length - 1;
            }
        }
        return rows;
    }

    private static int common(int[] left, int[] right) {
        int mismatch = Arrays.mismatch(left, right);
        return mismatch < 0 ? left.length : mismatch;
    }
}
