package io.osler.bench.speed;

import java.util.Locale;

/**
 * One measured figure.
 *
 * @param name   what was measured
 * @param figure the value
 * @param unit   its unit
 * @param bar    what it is held against, as a value of the same unit; NaN where the figure is only reported
 * @param less   whether less is better
 */
record Bar(String name, double figure, String unit, double bar, boolean less) {
    static Bar report(String name, double figure, String unit) {
        return new Bar(name, figure, unit, Double.NaN, false);
    }

    static Bar atMost(String name, double figure, String unit, double bar) {
        return new Bar(name, figure, unit, bar, true);
    }

    static Bar atLeast(String name, double figure, String unit, double bar) {
        return new Bar(name, figure, unit, bar, false);
    }

    String verdict() {
        if (Double.isNaN(bar)) {
            return "";
        }
        return (less ? figure <= bar : figure >= bar) ? "pass" : "short";
    }

    String row() {
        String held = Double.isNaN(bar) ? "" : (less ? "<= " : ">= ") + number(bar);
        return "| %s | %s %s | %s | %s |".formatted(name, number(figure), unit, held, verdict());
    }

    String json() {
        String held = Double.isNaN(bar) ? "null" : number(bar);
        return "{\"name\":\"%s\",\"figure\":%s,\"unit\":\"%s\",\"bar\":%s,\"verdict\":\"%s\"}"
                .formatted(name, number(figure), unit, held, verdict());
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, Math.abs(value) < 0.01 ? "%.1e" : Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }
}
