package io.osler.ner.eval;

/**
 * How much better one system is than another on the same texts.
 *
 * @param difference of their F1, the first less the second
 * @param interval   of that difference over resamples of the texts
 * @param p          two-sided: how often a resample says that there is no difference or the opposite one, doubled
 */
public record PairedDifference(double difference, Interval interval, double p) {}
