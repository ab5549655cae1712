package io.osler.ner.detect;

import io.osler.kb.Sense;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which semantic types of a knowledge base stand for which label of a task. A type of a label's own name always does, and
 * those that the task says ({@link Label#semanticTypes}); one that several labels name goes to the first of them. A user
 * says otherwise for a run, as in {@code disease=T047,T191}. Immutable.
 */
public final class LabelTypes {
    /** Instead of types: every concept, whatever its types, also one that has none. */
    public static final String ANY = "*";

    private final Map<String, Set<String>> typesOfLabel;
    private final Map<String, String> labelOfType;

    private LabelTypes(Map<String, Set<String>> typesOfLabel) {
        this.typesOfLabel = Map.copyOf(typesOfLabel);
        this.labelOfType = new HashMap<>();
        this.typesOfLabel.forEach((label, types) -> types.forEach(type -> {
            String other = labelOfType.put(type, label);
            if (other != null) {
                throw new IllegalArgumentException(
                        "type '%s' stands for the labels '%s' and '%s', expected one".formatted(type, label, other));
            }
        }));
    }

    /** What the task says. */
    public static LabelTypes of(Task task) {
        Map<String, Set<String>> types = new HashMap<>();
        Set<String> taken = new HashSet<>(task.labelNames());
        for (Label label : task.labels()) {
            Set<String> own = new HashSet<>(Set.of(label.name()));
            label.semanticTypes().keySet().stream().filter(taken::add).forEach(own::add);
            types.put(label.name(), own);
        }
        return new LabelTypes(types);
    }

    /**
     * The same with other types for one label.
     *
     * @param label one of the task's
     * @param only  types as the knowledge base names them, or {@link #ANY} alone
     */
    public LabelTypes with(String label, Set<String> only) {
        if (!typesOfLabel.containsKey(label)) {
            throw new IllegalArgumentException("types are given for label '%s', expected one of %s"
                    .formatted(label, typesOfLabel.keySet().stream().sorted().toList()));
        }
        if (only.isEmpty() || (only.contains(ANY) && only.size() > 1)) {
            throw new IllegalArgumentException("types of label '%s' are %s, expected some names or '%s' alone"
                    .formatted(label, only.stream().sorted().toList(), ANY));
        }
        Map<String, Set<String>> types = new HashMap<>(typesOfLabel);
        // What the user says of one label goes before what is usual for the others.
        types.replaceAll((other, usual) -> without(usual, only));
        types.put(label, Set.copyOf(only));
        return new LabelTypes(types);
    }

    /** All types that have a label; empty when every concept has one. */
    public Set<String> types() {
        return labelOfType.containsKey(ANY) ? Set.of() : labelOfType.keySet();
    }

    /** The label of a concept, by the first of its types, in alphabetical order, that has one. */
    public Optional<String> label(Sense sense) {
        return sense.types().stream()
                .filter(labelOfType::containsKey)
                .sorted()
                .findFirst()
                .map(labelOfType::get)
                .or(() -> Optional.ofNullable(labelOfType.get(ANY)));
    }

    private static Set<String> without(Set<String> types, Set<String> taken) {
        Set<String> rest = new HashSet<>(types);
        rest.removeAll(taken);
        return rest;
    }
}
