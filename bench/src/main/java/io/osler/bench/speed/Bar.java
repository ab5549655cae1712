package io.osler.bench.speed;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One measured figure.
 *
 * @param name   what was measured
 * @param figure the value; NaN where it could not be measured
 * @param unit   its unit
 * @param bar    what it is held against, as a value of the same unit; NaN where the figure is only reported
 * @param side   of the bar on which it has to lie
 * @param remark why there is no figure; else empty
 */
record Bar(String name, Spread figure, String unit, double bar, Side side, String remark) {
    /** Where a figure has to lie. */
    enum Side {
        AT_MOST("<="),
        AT_LEAST(">="),
        ABOVE(">");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }

        boolean holds(double figure, double bar) {
            return switch (this) {
                case AT_MOST -> figure <= bar;
                case AT_LEAST -> figure >= bar;
                case ABOVE -> figure > bar;
            };
        }
    }

    static final String TABLE_HEAD = "| figure | measured | bar | |\n|---|---|---|---|";

    static Bar report(String name, Spread figure, String unit) {
        return new Bar(name, figure, unit, Double.NaN, Side.AT_LEAST, "");
    }

    static Bar atMost(String name, Spread figure, String unit, double bar) {
        return new Bar(name, figure, unit, bar, Side.AT_MOST, "");
    }

    static Bar atLeast(String name, Spread figure, String unit, double bar) {
        return new Bar(name, figure, unit, bar, Side.AT_LEAST, "");
    }

    /** More than the bar: one that is just reached is missed. */
    static Bar above(String name, Spread figure, String unit, double bar) {
        return new Bar(name, figure, unit, bar, Side.ABOVE, "");
    }

    /** A figure that cannot be had here. */
    static Bar missing(String name, String why) {
        return new Bar(name, Spread.of(Double.NaN), "", Double.NaN, Side.AT_LEAST, why);
    }

    String verdict() {
        if (Double.isNaN(bar)) {
            return remark.isEmpty() ? "" : "not measured: " + remark;
        }
        return side.holds(figure.median(), bar) ? "pass" : "short";
    }

    /** A row of a Markdown table. */
    String row() {
        String held = Double.isNaN(bar) ? "" : side.sign + " " + number(bar);
        return "| %s | %s | %s | %s |".formatted(name, measured(), held, verdict());
    }

    private String measured() {
        if (Double.isNaN(figure.median())) {
            return "-";
        }
        String spread = figure.isSingle() ? "" : " (%s to %s)".formatted(number(figure.least()), number(figure.most()));
        return "%s %s".formatted(number(figure.median()), unit).strip() + spread;
    }

    /** One JSON object on one line; numbers in full, null for what is not there. */
    String json() {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("name", name);
        put(json, "figure", figure.median());
        put(json, "least", figure.least());
        put(json, "most", figure.most());
        json.put("unit", unit);
        put(json, "bar", bar);
        return json.put("less", side == Side.AT_MOST).put("verdict", verdict()).toString();
    }

    private static void put(ObjectNode json, String field, double value) {
        if (Double.isFinite(value)) {
            json.put(field, value);
        } else {
            json.putNull(field);
        }
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        String format = size < 0.01 ? "%.1e" : size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
