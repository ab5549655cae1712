package io.osler.ner;

import io.osler.models.TextSpan;
import io.osler.ner.assertion.Assertion;
import io.osler.ner.link.LinkDecision;
import java.util.Comparator;
import java.util.Optional;

/**
 * A named thing in a text.
 *
 * @param span       where, in UTF-16 units of the text it was found in
 * @param type       one of the task's labels
 * @param confidence in [0, 1]; 1 for what people annotated
 * @param link       what it means; empty when nobody asked
 * @param assertion  what the text says of it; empty when nobody asked
 */
public record Mention(
        TextSpan span, String type, double confidence, Optional<LinkDecision> link, Optional<Assertion> assertion)
        implements Comparable<Mention> {
    private static final Comparator<Mention> ORDER =
            Comparator.comparing(Mention::span).thenComparing(Mention::type);

    public Mention {
        if (span.length() == 0) {
            throw new IllegalArgumentException("a mention is empty at %d, expected text".formatted(span.begin()));
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence is %s, expected a number in [0, 1]".formatted(confidence));
        }
    }

    /** A mention that was found, and no more. */
    public Mention(TextSpan span, String type, double confidence) {
        this(span, type, confidence, Optional.empty(), Optional.empty());
    }

    /** A mention somebody annotated. */
    public static Mention gold(int begin, int end, String type) {
        return new Mention(new TextSpan(begin, end), type, 1);
    }

    /** The same mention in a text in which everything stands {@code by} units later. */
    public Mention shifted(int by) {
        return new Mention(new TextSpan(span.begin() + by, span.end() + by), type, confidence, link, assertion);
    }

    public Mention withLink(LinkDecision decision) {
        return new Mention(span, type, confidence, Optional.of(decision), assertion);
    }

    public Mention withAssertion(Assertion said) {
        return new Mention(span, type, confidence, link, Optional.of(said));
    }

    @Override
    public int compareTo(Mention other) {
        return ORDER.compare(this, other);
    }
}
