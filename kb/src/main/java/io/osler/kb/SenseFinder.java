package io.osler.kb;

import io.osler.kb.file.Concepts;
import io.osler.kb.file.HashedNodes;
import io.osler.kb.file.Hashes;
import io.osler.kb.file.KbFile;
import io.osler.kb.file.Lexicon;
import io.osler.kb.file.Names;
import io.osler.kb.search.Segments;
import io.osler.kb.search.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns names of the file into senses, and ranks them. */
final class SenseFinder {
    private final KbFile file;
    private final Concepts concepts;
    private final Names names;
    private final Lexicon lexicon;
    private final HashedNodes tokenOrders;
    private final Segments segments;
    private final Map<String, Integer> typeRows = new HashMap<>();

    SenseFinder(KbFile file) {
        this.file = file;
        this.concepts = file.concepts();
        this.names = file.names();
        this.lexicon = file.lexicon();
        this.tokenOrders = file.tokenOrders();
        this.segments = new Segments(file.segments(), lexicon);
        for (String type : file.types()) {
            typeRows.put(type, typeRows.size());
        }
    }

    /**
     * A sense on its way up or down.
     *
     * @param name row of the name that matched
     */
    private record Candidate(
            int concept, int name, NameKind kind, int origin, int nameCount, MatchReason reason, double score) {
        private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::score)
                .reversed()
                .thenComparingInt(Candidate::origin)
                .thenComparing(Comparator.comparingInt(Candidate::nameCount).reversed())
                .thenComparingInt(Candidate::concept)
                .thenComparingInt(Candidate::name);
    }

    List<Sense> lookUp(String name, LookUpOptions options) {
        boolean[] types = typeSet(options.types());
        List<String> forms = Words.forms(name);
        if (Words.areSigns(forms)) {
            return List.of();
        }
        List<Candidate> found = inOrder(name.strip(), forms, types);
        if (found.isEmpty()) {
            found = inAnyOrder(forms, types);
        }
        if (found.isEmpty() && options.editsMax() > 0) {
            found = edited(forms, options.editsMax(), types);
        }
        return ranked(found, options.limit());
    }

    /** The senses of a node's names that may be meant by a piece of text; empty when none may. */
    List<Sense> inText(int node, String written, Surface surface, boolean[] types) {
        List<Candidate> found = new ArrayList<>();
        int end = lexicon.endName(node);
        for (int name = lexicon.firstName(node); name < end; name++) {
            if (isMeant(name, surface, types)) {
                found.add(candidate(name, reason(written, names.text(name)), 0));
            }
        }
        return ranked(found, Integer.MAX_VALUE);
    }

    /** Whether a name may be meant where its words stand in a text. */
    boolean isMeant(int name, Surface surface, boolean[] types) {
        int flags = names.flags(name);
        if ((flags & Names.NOT_IN_TEXT) != 0) {
            return false;
        }
        if ((flags & Names.SAME_CASE) != 0 && !surface.keepsCapitals(names.text(name))) {
            return false;
        }
        if ((flags & Names.FUNCTION_WORD) != 0 && surface.isAmongCapitals()) {
            return false;
        }
        return types == null || concepts.hasType(names.concept(name), types);
    }

    Sense sense(int concept, int name, MatchReason reason, double score) {
        return new Sense(
                concept,
                concepts.id(concept),
                names.text(concepts.preferredName(concept)),
                names.text(name),
                names.kind(name),
                file.origins().get(names.origin(name)),
                reason,
                score,
                types(concept));
    }

    ConceptName name(int row) {
        return new ConceptName(names.text(row), names.kind(row), file.origins().get(names.origin(row)));
    }

    /** In the order of the alphabet. */
    Set<String> types(int concept) {
        int[] rows = concepts.types(concept);
        if (rows.length == 1) {
            return Set.of(file.types().get(rows[0]));
        }
        Set<String> types = new LinkedHashSet<>();
        for (int row : rows) {
            types.add(file.types().get(row));
        }
        return types.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(types);
    }

    /** Which types are asked for; null for all. */
    boolean[] typeSet(Set<String> asked) {
        if (asked.isEmpty()) {
            return null;
        }
        boolean[] rows = new boolean[file.types().size()];
        boolean any = false;
        for (String type : asked) {
            Integer row = typeRows.get(type);
            if (row != null) {
                rows[row] = true;
                any = true;
            }
        }
        if (!any) {
            throw new IllegalArgumentException("no concept has one of the types %s, expected some of %s"
                    .formatted(asked.stream().sorted().toList(), shown(file.types())));
        }
        return rows;
    }

    private static String shown(List<String> types) {
        int most = 40;
        return types.size() <= most
                ? types.toString()
                : "%s and %d more".formatted(types.subList(0, most), types.size() - most);
    }

    private List<Candidate> inOrder(String name, List<String> forms, boolean[] types) {
        List<Candidate> found = new ArrayList<>();
        add(found, lexicon.node(forms), types, row -> reason(name, names.text(row)), 0);
        List<String> bare = Words.withoutDeterminers(trimmed(forms));
        if (found.isEmpty() && bare.size() < forms.size()) {
            add(found, lexicon.node(bare), types, row -> MatchReason.NORMALISED, 0);
        }
        return found;
    }

    /** Without the signs at both ends. */
    private static List<String> trimmed(List<String> forms) {
        int from = 0;
        int to = forms.size();
        while (Words.areSigns(forms.subList(from, from + 1))) {
            from++;
        }
        while (Words.areSigns(forms.subList(to - 1, to))) {
            to--;
        }
        return forms.subList(from, to);
    }

    private List<Candidate> inAnyOrder(List<String> forms, boolean[] types) {
        List<String> sorted = Words.sorted(forms);
        List<Candidate> found = new ArrayList<>();
        if (!sorted.isEmpty()) {
            tokenOrders.each(Hashes.ofTokenOrder(sorted), node -> {
                if (Words.sorted(lexicon.forms(node)).equals(sorted)) {
                    add(found, node, types, row -> MatchReason.TOKEN_ORDER, 0);
                }
            });
        }
        return found;
    }

    private List<Candidate> edited(List<String> forms, int editsMax, boolean[] types) {
        String key = String.join(" ", Words.withoutDeterminers(trimmed(forms)));
        List<Candidate> found = new ArrayList<>();
        for (Segments.Near near : segments.near(key, editsMax)) {
            double lost = (double) near.edits() / key.length();
            add(found, near.node(), types, row -> MatchReason.EDIT_DISTANCE, lost);
        }
        return found;
    }

    private interface Reasons {
        MatchReason of(int name);
    }

    private void add(List<Candidate> found, int node, boolean[] types, Reasons reasons, double lost) {
        if (node == Lexicon.NONE) {
            return;
        }
        int end = lexicon.endName(node);
        for (int name = lexicon.firstName(node); name < end; name++) {
            if (types == null || concepts.hasType(names.concept(name), types)) {
                found.add(candidate(name, reasons.of(name), lost));
            }
        }
    }

    private Candidate candidate(int name, MatchReason reason, double lost) {
        int concept = names.concept(name);
        NameKind kind = names.kind(name);
        double score = base(reason) - lost - lost(kind);
        return new Candidate(concept, name, kind, names.origin(name), concepts.nameCount(concept), reason, score);
    }

    /** The score of a preferred name; the steps are ours, only their order is meant. */
    static double base(MatchReason reason) {
        return switch (reason) {
            case EXACT -> 1;
            case CASE -> 0.95;
            case NORMALISED -> 0.9;
            case ABBREVIATION -> 0.85;
            case TOKEN_ORDER -> 0.8;
            case EDIT_DISTANCE -> 0.75;
            case ID, LEXICAL, DENSE, HYBRID -> throw new IllegalArgumentException(reason + " has scores of its own");
        };
    }

    /** What a sense loses by the kind of its name: less than any step between reasons. */
    private static double lost(NameKind kind) {
        return switch (kind) {
            case PREFERRED -> 0;
            case EXACT -> 0.01;
            case NARROW -> 0.02;
            case BROAD -> 0.03;
            case RELATED -> 0.04;
        };
    }

    private List<Sense> ranked(List<Candidate> found, int limit) {
        if (found.size() == 1) {
            return List.of(sense(found.getFirst()));
        }
        found.sort(Candidate.BEST_FIRST);
        List<Sense> senses = new ArrayList<>();
        Set<Integer> seen = new LinkedHashSet<>();
        for (Candidate candidate : found) {
            if (senses.size() < limit && seen.add(candidate.concept())) {
                senses.add(sense(candidate));
            }
        }
        return List.copyOf(senses);
    }

    private Sense sense(Candidate candidate) {
        return sense(candidate.concept(), candidate.name(), candidate.reason(), candidate.score());
    }

    /** How a name's spelling relates to the one asked for, when their words are the same in normal form. */
    static MatchReason reason(String surface, String name) {
        if (surface.equals(name) || sameButForFirst(surface, name)) {
            return MatchReason.EXACT;
        }
        return surface.equalsIgnoreCase(name) ? MatchReason.CASE : MatchReason.NORMALISED;
    }

    /** A capital at the beginning of an otherwise small first word says where it stands, not what it is. */
    private static boolean sameButForFirst(String a, String b) {
        return a.length() == b.length()
                && a.length() > 1
                && Character.toLowerCase(a.charAt(0)) == Character.toLowerCase(b.charAt(0))
                && !Character.isUpperCase(a.charAt(1))
                && a.regionMatches(1, b, 1, a.length() - 1);
    }
}
