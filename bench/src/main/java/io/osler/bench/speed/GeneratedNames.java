package io.osler.bench.speed;

import io.osler.kb.NameKind;
import io.osler.kb.source.FactSink;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A vocabulary of any size that nobody wrote: names of one to five words of syllables, words drawn so that few are common
 * and most are rare, as in real ones. The same every time.
 */
final class GeneratedNames implements TermSource {
    private static final int NAMES_PER_CONCEPT = 4;
    private static final int WORDS = 60_000;
    private static final String[] SYLLABLES = {
        "ba", "cor", "den", "fi", "gra", "hep", "ia", "ki", "lo", "men", "nor", "os", "pul", "quin", "ren", "sta",
        "tro", "ul", "vas", "xe", "zyl", "itis", "oma", "emia"
    };

    private final int names;

    GeneratedNames(int names) {
        this.names = names;
    }

    @Override
    public String name() {
        return "generated";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of("Generated");
    }

    @Override
    public SourceReport read(FactSink facts) {
        SplittableRandom random = new SplittableRandom(7);
        int concepts = 0;
        for (int told = 0; told < names; concepts++) {
            String id = "G:%07d".formatted(concepts);
            facts.type(id, "T%03d".formatted(concepts % 130));
            for (int i = 0; i < NAMES_PER_CONCEPT && told < names; i++, told++) {
                facts.name(id, phrase(random), i == 0 ? NameKind.PREFERRED : NameKind.EXACT, name());
            }
        }
        return new SourceReport(name(), concepts, names, Map.of());
    }

    private static String phrase(SplittableRandom random) {
        StringBuilder phrase = new StringBuilder();
        int words = 1 + random.nextInt(5);
        for (int i = 0; i < words; i++) {
            double u = random.nextDouble();
            phrase.append(i == 0 ? "" : " ").append(word((int) (WORDS * u * u * u)));
        }
        return phrase.toString();
    }

    /** The word of a number: its syllables are drawn by a generator seeded with it. */
    private static String word(int number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder word = new StringBuilder();
        int syllables = 2 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }
}
