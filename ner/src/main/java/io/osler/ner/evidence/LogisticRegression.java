package io.osler.ner.evidence;

import java.util.Arrays;

/**
 * Logistic regression with an L2 penalty on standardised features, so that it stays finite where classes part and where
 * features say the same. Fitted by Newton's method with halved steps (iteratively reweighted least squares: Hastie,
 * Tibshirani and Friedman, The Elements of Statistical Learning, 4.4.1).
 *
 * @param means   of each feature
 * @param scales  what a feature is divided by, its standard deviation; 1 where it never varies
 * @param weights of standardised features
 * @param offset  the log-odds at the means
 */
public record LogisticRegression(double[] means, double[] scales, double[] weights, double offset) {
    private static final int STEPS = 50;
    private static final int HALVINGS = 30;
    private static final double NEARLY = 1e-10;
    /** On the offset: next to nothing, yet it keeps it finite where all rows are of one class. */
    private static final double OFFSET_PENALTY = 1e-4;

    public LogisticRegression {
        if (scales.length != means.length || weights.length != means.length) {
            throw new IllegalArgumentException("%d means, %d scales and %d weights, expected as many of each"
                    .formatted(means.length, scales.length, weights.length));
        }
    }

    /**
     * @param rows    {@code [row][feature]}, all finite
     * @param right   of each row
     * @param penalty on half the sum of squared weights, above 0
     */
    static LogisticRegression fit(double[][] rows, boolean[] right, double penalty) {
        if (rows.length == 0 || rows.length != right.length) {
            throw new IllegalArgumentException(
                    "%d rows with %d answers, expected one for each and some".formatted(rows.length, right.length));
        }
        if (!(penalty > 0)) {
            throw new IllegalArgumentException("penalty is %s, expected a number above 0".formatted(penalty));
        }
        int features = rows[0].length;
        double[] means = new double[features];
        double[] scales = new double[features];
        for (int feature = 0; feature < features; feature++) {
            int of = feature;
            means[feature] =
                    Arrays.stream(rows).mapToDouble(row -> row[of]).average().orElseThrow();
            double mean = means[feature];
            double variance = Arrays.stream(rows)
                    .mapToDouble(row -> (row[of] - mean) * (row[of] - mean))
                    .average()
                    .orElseThrow();
            scales[feature] = variance > NEARLY ? Math.sqrt(variance) : 1;
        }
        double[][] standard = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            standard[row] = standardised(rows[row], means, scales);
        }
        double[] solved = new Newton(standard, right, penalty).solve();
        return new LogisticRegression(means, scales, Arrays.copyOf(solved, features), solved[features]);
    }

    double probability(double[] row) {
        if (row.length != weights.length) {
            throw new IllegalArgumentException(
                    "a row has %d features, expected %d".formatted(row.length, weights.length));
        }
        double sum = offset;
        for (int feature = 0; feature < row.length; feature++) {
            sum += weights[feature] * (row[feature] - means[feature]) / scales[feature];
        }
        return sigmoid(sum);
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }

    /** With a 1 behind the features, for the offset. */
    private static double[] standardised(double[] row, double[] means, double[] scales) {
        double[] standard = new double[row.length + 1];
        for (int feature = 0; feature < row.length; feature++) {
            standard[feature] = (row[feature] - means[feature]) / scales[feature];
        }
        standard[row.length] = 1;
        return standard;
    }

    /** Goes down the penalised log-loss, which is convex, to its bottom. */
    private record Newton(double[][] rows, boolean[] right, double penalty) {
        double[] solve() {
            double[] at = new double[rows[0].length];
            double loss = loss(at);
            for (int step = 0; step < STEPS; step++) {
                double[] down = step(at);
                double part = 1;
                double[] next = moved(at, down, part);
                double reached = loss(next);
                for (int halving = 0; reached > loss && halving < HALVINGS; halving++) {
                    part /= 2;
                    next = moved(at, down, part);
                    reached = loss(next);
                }
                if (!(reached < loss - NEARLY * Math.abs(loss))) {
                    break;
                }
                at = next;
                loss = reached;
            }
            return at;
        }

        private double penaltyOf(int weight) {
            return weight == rows[0].length - 1 ? OFFSET_PENALTY : penalty;
        }

        private double loss(double[] at) {
            double loss = 0;
            for (int row = 0; row < rows.length; row++) {
                double margin = right[row] ? dot(rows[row], at) : -dot(rows[row], at);
                loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
            }
            for (int weight = 0; weight < at.length; weight++) {
                loss += penaltyOf(weight) * at[weight] * at[weight] / 2;
            }
            return loss;
        }

        private double[] step(double[] at) {
            int n = at.length;
            double[] gradient = new double[n];
            double[][] curvature = new double[n][n];
            for (int weight = 0; weight < n; weight++) {
                gradient[weight] = penaltyOf(weight) * at[weight];
                curvature[weight][weight] = penaltyOf(weight);
            }
            for (int row = 0; row < rows.length; row++) {
                double[] x = rows[row];
                double p = sigmoid(dot(x, at));
                double error = p - (right[row] ? 1 : 0);
                double weight = p * (1 - p);
                for (int i = 0; i < n; i++) {
                    gradient[i] += error * x[i];
                    for (int j = 0; j <= i; j++) {
                        curvature[i][j] += weight * x[i] * x[j];
                    }
                }
            }
            return solved(curvature, gradient);
        }

        /** By Cholesky's factors of a positive definite matrix, of which the lower half is given and overwritten. */
        private static double[] solved(double[][] a, double[] b) {
            int n = b.length;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = a[i][j];
                    for (int k = 0; k < j; k++) {
                        sum -= a[i][k] * a[j][k];
                    }
                    a[i][j] = i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / a[j][j];
                }
            }
            double[] x = b.clone();
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < i; k++) {
                    x[i] -= a[i][k] * x[k];
                }
                x[i] /= a[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                for (int k = i + 1; k < n; k++) {
                    x[i] -= a[k][i] * x[k];
                }
                x[i] /= a[i][i];
            }
            return x;
        }

        private static double[] moved(double[] at, double[] down, double part) {
            double[] next = at.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] -= part * down[i];
            }
            return next;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }
    }
}
