package io.osler.ner.eval;

import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.RandomDraw;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which sentences of a split are read. A sample of one seed is the beginning of a larger one, so that a run can grow.
 *
 * <pre>
 * all            every sentence
 * first:40       the first 40
 * random:300     300 drawn with seed 7; random:300:11 with seed 11
 * ncbi-449       rows 0-67 and 559-939 of the NCBI-disease test set, which the study's zero-shot file covers
 * </pre>
 *
 * @param text as written above
 */
public record EvalSample(String text) {
    private static final Pattern FORM =
            Pattern.compile("all|ncbi-449|first:(\\d{1,9})|random:(\\d{1,9})(?::(\\d{1,9}))?");
    /** Behind the pattern that its constructor needs. */
    public static final EvalSample ALL = new EvalSample("all");

    private static final int NCBI_TEST_ROWS = 940;
    private static final int NCBI_HOLE_BEGIN = 68;
    private static final int NCBI_HOLE_END = 559;
    private static final long SEED = 7;

    public EvalSample {
        text = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "sample is '%s', expected all, first:N, random:N, random:N:SEED or ncbi-449".formatted(text));
        }
    }

    /** In reading order. */
    public List<GoldSentence> of(List<GoldSentence> split) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || text.equals(ALL.text)) {
            return List.copyOf(split);
        }
        if (text.equals("ncbi-449")) {
            return ncbi449(split);
        }
        if (form.group(1) != null) {
            return split.subList(0, Math.min(split.size(), Integer.parseInt(form.group(1))));
        }
        long seed = form.group(3) == null ? SEED : Long.parseLong(form.group(3));
        return RandomDraw.of(split, Integer.parseInt(form.group(2)), seed);
    }

    private static List<GoldSentence> ncbi449(List<GoldSentence> split) {
        if (split.size() != NCBI_TEST_ROWS) {
            throw new IllegalArgumentException(
                    "sample ncbi-449 is of a split with %d sentences, expected the %d of NCBI-disease's test set"
                            .formatted(split.size(), NCBI_TEST_ROWS));
        }
        return IntStream.range(0, split.size())
                .filter(row -> row < NCBI_HOLE_BEGIN || row >= NCBI_HOLE_END)
                .mapToObj(split::get)
                .toList();
    }
}
