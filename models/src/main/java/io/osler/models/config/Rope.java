package io.osler.models.config;

/**
 * Rotary position embedding: pair {@code i} of a head turns by {@code position * frequency(i)}.
 *
 * @param base    theta
 * @param scaling how a longer context was reached
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, RoFormer</a>
 */
public record Rope(double base, Scaling scaling) {
    public Rope {
        if (!(base > 1) || Double.isInfinite(base)) {
            throw new IllegalArgumentException("rope base is %s, expected a number above 1".formatted(base));
        }
    }

    public static Rope of(double base) {
        return new Rope(base, new Scaling.None());
    }

    /** How frequencies were changed after pre-training. */
    public sealed interface Scaling {
        record None() implements Scaling {}

        /** Every frequency divided by {@code factor}. */
        record Linear(double factor) implements Scaling {
            public Linear {
                requirePositive("factor", factor);
            }
        }

        /**
         * Llama 3.1: low frequencies divided by {@code factor}, high ones kept, a ramp between.
         *
         * @param contextBefore positions of the pre-training
         */
        record Llama3(double factor, double lowFactor, double highFactor, double contextBefore) implements Scaling {
            public Llama3 {
                requirePositive("factor", factor);
                requirePositive("lowFactor", lowFactor);
                requirePositive("contextBefore", contextBefore);
                if (!(highFactor > lowFactor)) {
                    throw new IllegalArgumentException(
                            "rope highFactor is %s, expected above lowFactor %s".formatted(highFactor, lowFactor));
                }
            }
        }

        /** One divisor per pair, as GGUF files carry them. */
        record Divisors(float[] divisors) implements Scaling {
            public Divisors {
                for (float divisor : divisors) {
                    requirePositive("divisor", divisor);
                }
            }
        }

        private static void requirePositive(String name, double value) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("rope %s is %s, expected a number above 0".formatted(name, value));
            }
        }
    }

    /** Radians a pair turns per position. {@code headSize / 2} values. */
    public double[] frequencies(int headSize) {
        if (scaling instanceof Scaling.Divisors(float[] divisors) && divisors.length != headSize / 2) {
            throw new IllegalArgumentException(
                    "head size is %d, expected twice the %d rope divisors".formatted(headSize, divisors.length));
        }
        double[] frequencies = new double[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scaled(Math.pow(base, -2.0 * i / headSize), i);
        }
        return frequencies;
    }

    private double scaled(double frequency, int pair) {
        return switch (scaling) {
            case Scaling.None _ -> frequency;
            case Scaling.Linear(double factor) -> frequency / factor;
            case Scaling.Divisors(float[] divisors) -> frequency / divisors[pair];
            case Scaling.Llama3 llama3 -> {
                double wave = 2 * Math.PI / frequency;
                double keep = (llama3.contextBefore() / wave - llama3.lowFactor())
                        / (llama3.highFactor() - llama3.lowFactor());
                double share = Math.clamp(keep, 0.0, 1.0);
                yield share * frequency + (1 - share) * frequency / llama3.factor();
            }
        };
    }
}
