package io.osler.ner.detect;

import io.osler.ner.prompt.KnowledgeLines;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a dictionary takes part.
 *
 * @param candidates  where the terms that are looked up come from
 * @param definitions whether the prompt says what terms mean, beside what kind of thing they are
 * @param linesMax    most facts in a prompt, at least 1
 */
public record DiragOptions(Candidates candidates, boolean definitions, int linesMax) {
    /** The dictionary's own scan, types and definitions, 12 lines. */
    public static final DiragOptions DEFAULTS = new DiragOptions(Candidates.SCAN, true, KnowledgeLines.LINES_MAX);

    /** Where terms come from. */
    public enum Candidates {
        /** The model is asked first: one call more a sentence, as the study does it. */
        MODEL,
        /** What the dictionary finds in the sentence: no call. */
        SCAN,
        /** The model's first, then the dictionary's. */
        BOTH;

        /** By name as users write it, lower case. */
        public static Candidates of(String name) {
            return Arrays.stream(values())
                    .filter(candidates -> candidates.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "candidates are '%s', expected one of %s".formatted(name, Arrays.toString(values()))));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DiragOptions {
        if (linesMax < 1) {
            throw new IllegalArgumentException("linesMax is %d, expected at least 1".formatted(linesMax));
        }
    }

    public DiragOptions withCandidates(Candidates from) {
        return new DiragOptions(from, definitions, linesMax);
    }

    public DiragOptions withDefinitions(boolean shown) {
        return new DiragOptions(candidates, shown, linesMax);
    }

    public DiragOptions withLinesMax(int most) {
        return new DiragOptions(candidates, definitions, most);
    }
}
