package io.osler.kb;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a knowledge base says of one thing.
 *
 * @param id         unique in its knowledge base, with a prefix where the source has one: {@code DOID:1612}, {@code D001943}
 * @param names      the preferred one first; never empty
 * @param types      semantic types as the source names them, such as {@code T047} or {@code disease}; possibly empty
 * @param definition the shortest one the sources give
 * @param parents    ids of direct parents that the knowledge base holds
 */
public record Concept(
        String id, List<ConceptName> names, Set<String> types, Optional<String> definition, List<String> parents) {
    public Concept {
        names = List.copyOf(names);
        types = Set.copyOf(types);
        parents = List.copyOf(parents);
    }

    public String preferredName() {
        return names.getFirst().text();
    }
}
