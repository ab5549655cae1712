package io.osler.kb.search;

import io.osler.kb.Concept;
import io.osler.kb.ConceptName;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.TextEncoder;
import io.osler.kb.vector.GraphIndex;
import io.osler.kb.vector.KeyedText;
import io.osler.kb.vector.VectorFacts;
import io.osler.kb.vector.VectorForm;
import io.osler.kb.vector.VectorIndexBuilder;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The indexes of a knowledge base's names, kept in its directory. Their rows follow the concepts, and of each concept its
 * names, so that the rows of a concept lie together.
 */
public final class NameIndexes {
    /** Which names of a concept become vectors. */
    public enum Names {
        PREFERRED,
        ALL
    }

    private NameIndexes() {}

    /** Where the lexical index of a knowledge base lies. */
    public static Path lexical(KnowledgeBase kb) {
        return kb.directory().resolve("lexical");
    }

    /** Where the vectors of a knowledge base lie. */
    public static Path vectors(KnowledgeBase kb) {
        return kb.directory().resolve("names.vectors");
    }

    /**
     * Builds the lexical index of all names.
     *
     * @throws io.osler.kb.KbException IO
     */
    public static void buildLexical(KnowledgeBase kb) {
        try (LexicalIndexBuilder builder = LexicalIndexBuilder.create(lexical(kb))) {
            names(kb, Names.ALL).forEach(name -> builder.add(name.key(), name.text()));
            builder.build(kb.fingerprint());
        }
    }

    /**
     * Encodes names and builds their vectors, with a graph where there are many; keys are rows of concepts.
     *
     * @throws io.osler.kb.KbException VECTORS_UNFIT when the encoder gives other vectors than it says; IO
     */
    public static VectorFacts buildVectors(KnowledgeBase kb, TextEncoder encoder, Names which, VectorForm form) {
        Path file = vectors(kb);
        VectorFacts facts;
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, encoder, form)) {
            facts = builder.of(kb.fingerprint())
                    .addTexts(encoder, names(kb, which).iterator())
                    .build();
        }
        if (facts.rows() >= GraphIndex.ROWS_LEAST) {
            GraphIndex.build(file, Runtime.getRuntime().availableProcessors());
        }
        return facts;
    }

    /** Names with the row of their concept. */
    public static Stream<KeyedText> names(KnowledgeBase kb, Names which) {
        return IntStream.range(0, kb.size()).boxed().flatMap(row -> {
            Concept concept = kb.concept(row.intValue());
            return switch (which) {
                case PREFERRED -> Stream.of(new KeyedText(row, concept.preferredName()));
                case ALL -> concept.names().stream().map(ConceptName::text).map(text -> new KeyedText(row, text));
            };
        });
    }
}
