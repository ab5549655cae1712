package io.osler.kb.search;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** English function words. */
public final class StopWords {
    /** Left out where the order of words does not count. */
    static final Set<String> ORDER = Set.of("of", "the", "a", "an", "in", "on", "to", "by", "for", "and", "nos");

    /** A name of these alone is no name in running text, whatever a vocabulary says. In the form of {@link WordForm}. */
    private static final Set<String> FUNCTION = Stream.of(
                    ("a about above after again all also am an and any are as at be because been before being below "
                                    + "between both but by can could did do does doing done down during each either else "
                                    + "etc even ever every few for from further get got had has have having he her here "
                                    + "hers him his how i if in into is it its itself just let made make many may me might "
                                    + "more most much must my near new no nor not now of off often old on once one only or "
                                    + "other our out over own per quite rather same see seen set shall she should since so "
                                    + "some still such than that the their them then there these they this those though "
                                    + "through thus to too two under until up upon us use used very via was we well were "
                                    + "what when where whether which while who whom whose why will with within without "
                                    + "would yet you your")
                            .split(" "))
            .map(WordForm::of)
            .collect(Collectors.toUnmodifiableSet());

    private StopWords() {}

    /** Whether the word, in its form for comparison, never stands for anything by itself. */
    public static boolean isFunctionWord(String form) {
        return FUNCTION.contains(form);
    }
}
