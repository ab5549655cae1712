package io.osler.bench.speed;

import java.util.function.Consumer;

/**
 * Where the figures of one model, of the knowledge base, or of the study go.
 *
 * @param model its id, put before every figure's name
 * @param rows  takes them one by one, as they are measured
 */
record BarSheet(String model, Consumer<Bar> rows) {
    void report(String figure, double value, String unit) {
        report(figure, Spread.of(value), unit);
    }

    void report(String figure, Spread value, String unit) {
        rows.accept(Bar.report(named(figure), value, unit));
    }

    void atMost(String figure, double value, String unit, double bar) {
        atMost(figure, Spread.of(value), unit, bar);
    }

    void atMost(String figure, Spread value, String unit, double bar) {
        rows.accept(Bar.atMost(named(figure), value, unit, bar));
    }

    void atLeast(String figure, double value, String unit, double bar) {
        atLeast(figure, Spread.of(value), unit, bar);
    }

    void atLeast(String figure, Spread value, String unit, double bar) {
        rows.accept(Bar.atLeast(named(figure), value, unit, bar));
    }

    void above(String figure, Spread value, String unit, double bar) {
        rows.accept(Bar.above(named(figure), value, unit, bar));
    }

    void missing(String figure, String why) {
        rows.accept(Bar.missing(named(figure), why));
    }

    private String named(String figure) {
        return model + ": " + figure;
    }
}
