package io.osler.ner.score;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pool of examples gives away: the words of its mentions, lower-cased. A user with twenty notes of their own gets
 * the figure for unseen mentions, so the two are told apart.
 */
public record SeenMentions(Set<String> words) {
    public SeenMentions {
        words = Set.copyOf(words);
    }

    public static SeenMentions of(List<AnnotatedText> pool) {
        return new SeenMentions(pool.stream()
                .flatMap(example -> example.mentions().stream().map(mention -> words(example.text(), mention)))
                .collect(Collectors.toSet()));
    }

    public boolean has(String text, Mention mention) {
        return words.contains(words(text, mention));
    }

    private static String words(String text, Mention mention) {
        return mention.span().in(text).toLowerCase(Locale.ROOT);
    }
}
