package io.osler.ner.detect;

import io.osler.kb.Sense;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which semantic types of a knowledge base stand for which label of a task. A type of a label's own name always does;
 * for usual labels those of UMLS, MeSH and the starter vocabulary do too. A user says the rest, as in
 * {@code disease=T047,T191}. Immutable.
 *
 * <p>Types of problem, treatment and test are those of Hu et al., JAMIA 2024.
 */
public final class LabelTypes {
    /** Instead of types: every concept, whatever its types, also one that has none. */
    public static final String ANY = "*";

    private static final Map<String, List<String>> USUAL = Map.of(
            "problem",
            List.of("T005", "T007", "T019", "T020", "T037", "T046", "T047", "T048", "T049", "T184", "T190", "T191"),
            "treatment",
            List.of("T061", "T074", "T121", "T122", "T195", "T200", "T203"),
            "test",
            List.of("T059", "T060"),
            // The group Disorders of UMLS without findings and symptoms; the starter vocabulary knows only problems.
            "disease",
            List.of(
                    "problem",
                    "T019",
                    "T020",
                    "T037",
                    "T046",
                    "T047",
                    "T048",
                    "T049",
                    "T050",
                    "T190",
                    "T191",
                    "Diseases",
                    "Psychiatry and Psychology"),
            "chemical",
            List.of(
                    "T103",
                    "T104",
                    "T109",
                    "T114",
                    "T116",
                    "T120",
                    "T121",
                    "T122",
                    "T123",
                    "T125",
                    "T126",
                    "T127",
                    "T129",
                    "T130",
                    "T131",
                    "T192",
                    "T195",
                    "T196",
                    "T197",
                    "T200",
                    "Chemicals and Drugs"),
            "gene",
            List.of("T028", "T085", "T086", "T087", "T116"));

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

    /** What is usual for a task's labels. */
    public static LabelTypes of(Task task) {
        Map<String, Set<String>> types = new HashMap<>();
        Set<String> taken = new HashSet<>(task.labelNames());
        for (Label label : task.labels()) {
            Set<String> own = new HashSet<>(Set.of(label.name()));
            USUAL.getOrDefault(label.name(), List.of()).stream()
                    .filter(taken::add)
                    .forEach(own::add);
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
