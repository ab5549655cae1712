package io.osler.kb.build;

import io.osler.kb.NameKind;
import io.osler.kb.build.FactCollector.ToldName;
import io.osler.kb.build.FactCollector.ToldParent;
import io.osler.kb.file.Hashes;
import io.osler.kb.file.KbWriter;
import io.osler.kb.file.Names;
import io.osler.kb.file.Section;
import io.osler.kb.search.Segments;
import io.osler.kb.search.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Turns what was told into the rows of the file: drops what leads nowhere, sorts, numbers, counts. */
final class KbAssembly {
    private static final int STRIDE = 1 << 16;
    private static final int NO_ROW = -1;

    /**
     * A name on its way to its row.
     *
     * @param key    numbers of its words
     * @param told   its place among all names told
     * @param origin its vocabulary's place in the order of preference
     */
    private record KeptName(int[] key, int concept, String text, NameKind kind, int origin, int flags, int told) {
        private static final Comparator<KeptName> ORDER = Comparator.comparing(KeptName::key, Arrays::compare)
                .thenComparingInt(KeptName::concept)
                .thenComparing(KeptName::text)
                .thenComparingInt(KeptName::origin)
                .thenComparing(KeptName::kind)
                .thenComparingInt(KeptName::told);

        boolean repeats(KeptName other) {
            return concept == other.concept && origin == other.origin && text.equals(other.text);
        }
    }

    private final FactCollector facts;
    private final BuildProgress progress;
    private final Map<String, Long> left = new TreeMap<>();
    private final Map<String, Long> noted = new TreeMap<>();
    private final List<String> origins;
    private final List<String> types;
    private final LexiconRows lexicon = new LexiconRows();
    /** Ids that have names, sorted by their bytes, and the row of each number. */
    private final List<byte[]> ids;

    private final int[] idNumbers;
    private final int[] rows;
    private final List<KeptName> names;
    private final int[][] conceptNames;
    private final int[][] parents;
    private final Alternatives alternatives;

    KbAssembly(FactCollector facts, List<String> preferredOrigins, BuildProgress progress) {
        this.facts = facts;
        this.progress = progress;
        this.origins = originOrder(facts.origins, preferredOrigins);
        this.types = typesOf(facts);
        List<KeptName> kept = keepNames();
        this.idNumbers = idsWithNames(kept);
        this.ids = Arrays.stream(idNumbers)
                .mapToObj(number -> facts.ids.get(number).getBytes(StandardCharsets.UTF_8))
                .toList();
        this.rows = new int[facts.ids.size()];
        Arrays.fill(rows, NO_ROW);
        for (int row = 0; row < idNumbers.length; row++) {
            rows[idNumbers[row]] = row;
        }
        count(left, "ids without a name", facts.ids.size() - idNumbers.length - onlyReferences());
        this.names = ordered(kept);
        this.conceptNames = namesOfConcepts();
        this.parents = parentsOfConcepts();
        this.alternatives = Alternatives.of(facts, rows, left);
        count(noted, "concepts that are their own ancestors", Cycles.count(parents));
        count(noted, "concepts without a definition", withoutDefinition());
    }

    long concepts() {
        return ids.size();
    }

    long names() {
        return names.size();
    }

    long alternatives() {
        return alternatives.ids().size();
    }

    Map<String, Long> left() {
        return left;
    }

    Map<String, Long> noted() {
        return noted;
    }

    private static List<String> originOrder(List<String> met, List<String> preferred) {
        List<String> order = new ArrayList<>(preferred);
        order.retainAll(met);
        met.stream().filter(origin -> !preferred.contains(origin)).forEach(order::add);
        if (order.size() > 0xFFFF) {
            throw new IllegalArgumentException("%d origins, expected at most 65535".formatted(order.size()));
        }
        return order;
    }

    private static List<String> typesOf(FactCollector facts) {
        TreeSet<String> all = new TreeSet<>();
        facts.types.values().forEach(all::addAll);
        return List.copyOf(all);
    }

    private List<KeptName> keepNames() {
        boolean[] shouting = shouting();
        int[] rank = facts.origins.stream().mapToInt(origins::indexOf).toArray();
        List<KeptName> kept = new ArrayList<>(facts.names.size());
        long wordless = 0;
        for (int i = 0; i < facts.names.size(); i++) {
            ToldName name = facts.names.get(i);
            tell("normalising names", i, facts.names.size());
            List<String> forms = Words.forms(name.text());
            if (Words.areSigns(forms)) {
                wordless++;
                continue;
            }
            int flags = NameFlags.of(name.text(), forms, shouting[name.origin()]);
            kept.add(new KeptName(
                    lexicon.numbers(forms), name.concept(), name.text(), name.kind(), rank[name.origin()], flags, i));
        }
        count(left, "names without a letter or digit", wordless);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("the sources tell no name, expected at least one");
        }
        return kept;
    }

    /** Origins that write more than four of five names of several words in capitals only. */
    private boolean[] shouting() {
        int[] several = new int[facts.origins.size()];
        int[] capitals = new int[several.length];
        for (ToldName name : facts.names) {
            if (name.text().indexOf(' ') > 0) {
                several[name.origin()]++;
                capitals[name.origin()] += NameFlags.isInCapitals(name.text()) ? 1 : 0;
            }
        }
        boolean[] shouting = new boolean[several.length];
        for (int i = 0; i < shouting.length; i++) {
            shouting[i] = capitals[i] > several[i] * 0.8;
        }
        return shouting;
    }

    private int[] idsWithNames(List<KeptName> kept) {
        return kept.stream()
                .mapToInt(KeptName::concept)
                .distinct()
                .boxed()
                .sorted(Comparator.comparing(
                        number -> facts.ids.get(number).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Ids that only ever were somebody's parent or another id of something: these are no nameless concepts. */
    private long onlyReferences() {
        boolean[] other = new boolean[facts.ids.size()];
        facts.names.forEach(name -> other[name.concept()] = true);
        facts.types.keySet().forEach(id -> other[id] = true);
        facts.definitions.keySet().forEach(id -> other[id] = true);
        facts.parents.forEach(parent -> other[parent.child()] = true);
        return IntStream.range(0, other.length).filter(id -> !other[id]).count();
    }

    /** Names by their words; grows the trie, and puts the names in the order of its nodes. */
    private List<KeptName> ordered(List<KeptName> kept) {
        progress.at("sorting names", 0, kept.size());
        int[] sortedWords = lexicon.sortWords();
        for (KeptName name : kept) {
            int[] key = name.key();
            for (int i = 0; i < key.length; i++) {
                key[i] = sortedWords[key[i]];
            }
        }
        kept.sort(KeptName.ORDER);
        List<KeptName> distinct = new ArrayList<>(kept.size());
        for (KeptName name : kept) {
            if (distinct.isEmpty() || !name.repeats(distinct.getLast())) {
                distinct.add(name);
            }
        }
        count(left, "duplicate names", kept.size() - distinct.size());
        progress.at("growing the trie", 0, distinct.size());
        int[] order = lexicon.grow(distinct.stream().map(KeptName::key).toList());
        return Arrays.stream(order).mapToObj(distinct::get).toList();
    }

    /** The names of each concept: by kind, then by origin, then as told. */
    private int[][] namesOfConcepts() {
        int[] counts = new int[ids.size()];
        names.forEach(name -> counts[rows[name.concept()]]++);
        int[][] lists = new int[counts.length][];
        for (int row = 0; row < lists.length; row++) {
            lists[row] = new int[counts[row]];
        }
        for (int name = names.size() - 1; name >= 0; name--) {
            int row = rows[names.get(name).concept()];
            lists[row][--counts[row]] = name;
        }
        Comparator<KeptName> preference = Comparator.comparing(KeptName::kind)
                .thenComparingInt(KeptName::origin)
                .thenComparingInt(KeptName::told);
        for (int row = 0; row < lists.length; row++) {
            if (lists[row].length > 1) {
                lists[row] = Arrays.stream(lists[row])
                        .boxed()
                        .sorted((a, b) -> preference.compare(names.get(a), names.get(b)))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
        }
        return lists;
    }

    private int[][] parentsOfConcepts() {
        List<Ints> lists = new ArrayList<>();
        ids.forEach(id -> lists.add(null));
        long missing = 0;
        long selves = 0;
        for (ToldParent told : facts.parents) {
            int child = rows[told.child()];
            int parent = rows[told.parent()];
            if (child == NO_ROW) {
                continue; // counted as an id without a name
            }
            if (parent == NO_ROW) {
                missing++;
            } else if (parent == child) {
                selves++;
            } else {
                if (lists.get(child) == null) {
                    lists.set(child, new Ints());
                }
                lists.get(child).add(parent);
            }
        }
        count(left, "parents that are not there", missing);
        count(left, "concepts told to be their own parents", selves);
        return lists.stream()
                .map(list -> list == null ? new int[0] : list.sortedDistinct())
                .toArray(int[][]::new);
    }

    private long withoutDefinition() {
        return Arrays.stream(idNumbers)
                .filter(number -> !facts.definitions.containsKey(number))
                .count();
    }

    void write(KbWriter out, Manifest manifest) {
        progress.at("writing concepts", 0, ids.size());
        out.begin(Section.MANIFEST);
        out.bytes(manifest.json());
        writeTexts(out, Section.TYPES, Section.TYPE_TEXTS, types);
        writeTexts(out, Section.ORIGINS, Section.ORIGIN_TEXTS, origins);
        writeConcepts(out);
        progress.at("writing names", 0, names.size());
        writeNames(out);
        progress.at("writing words", 0, lexicon.words().size());
        writeWords(out);
        writeNodes(out);
        writeHashes(out);
        writeAlternatives(out);
    }

    private static void writeTexts(KbWriter out, Section begins, Section texts, List<String> all) {
        List<byte[]> bytes =
                all.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        Offsets at = new Offsets();
        out.begin(begins);
        out.u32(0);
        bytes.forEach(text -> out.u32(at.after(text.length)));
        out.begin(texts);
        bytes.forEach(out::bytes);
    }

    private void writeConcepts(KbWriter out) {
        int[][] typeRows = new int[ids.size()][];
        List<byte[]> definitions = new ArrayList<>(ids.size());
        for (int row = 0; row < ids.size(); row++) {
            int number = idNumbers[row];
            typeRows[row] = facts.types.getOrDefault(number, new TreeSet<>()).stream()
                    .mapToInt(types::indexOf)
                    .toArray();
            definitions.add(facts.definitions.getOrDefault(number, "").getBytes(StandardCharsets.UTF_8));
        }
        out.begin(Section.CONCEPTS);
        Offsets id = new Offsets();
        Offsets definition = new Offsets();
        Offsets name = new Offsets();
        Offsets type = new Offsets();
        Offsets parent = new Offsets();
        for (int row = 0; row <= ids.size(); row++) {
            boolean last = row == ids.size();
            out.u32(id.before(last ? 0 : ids.get(row).length));
            out.u32(definition.before(last ? 0 : definitions.get(row).length));
            out.u32(name.before(last ? 0 : conceptNames[row].length));
            out.u32(type.before(last ? 0 : typeRows[row].length));
            out.u32(parent.before(last ? 0 : parents[row].length));
        }
        out.begin(Section.IDS);
        ids.forEach(out::bytes);
        out.begin(Section.DEFINITIONS);
        definitions.forEach(out::bytes);
        writeLists(out, Section.CONCEPT_NAMES, conceptNames);
        writeLists(out, Section.CONCEPT_TYPES, typeRows);
        writeLists(out, Section.CONCEPT_PARENTS, parents);
    }

    private static void writeLists(KbWriter out, Section section, int[][] lists) {
        out.begin(section);
        for (int[] list : lists) {
            for (int row : list) {
                out.u32(row);
            }
        }
    }

    private void writeNames(KbWriter out) {
        Offsets text = new Offsets();
        out.begin(Section.NAMES);
        for (KeptName name : names) {
            out.u32(rows[name.concept()]);
            out.u32(text.before(name.text().getBytes(StandardCharsets.UTF_8).length));
            out.u8(Names.code(name.kind()));
            out.u8(name.flags());
            out.u16(name.origin());
        }
        out.u32(0);
        out.u32(text.before(0));
        out.u32(0);
        out.begin(Section.NAME_TEXTS);
        names.forEach(name -> out.bytes(name.text().getBytes(StandardCharsets.UTF_8)));
    }

    private void writeWords(KbWriter out) {
        List<byte[]> words = lexicon.words().stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
        int[] nodes = new int[words.size()];
        for (int child = lexicon.firstChild.get(0); child < lexicon.firstChild.get(1); child++) {
            nodes[lexicon.word.get(child)] = child;
        }
        Offsets text = new Offsets();
        out.begin(Section.WORDS);
        for (int word = 0; word < nodes.length; word++) {
            out.u32(text.before(words.get(word).length));
            out.u32(nodes[word]);
        }
        out.u32(text.before(0));
        out.u32(0);
        out.begin(Section.WORD_TEXTS);
        words.forEach(out::bytes);
        out.bytes(new byte[Long.BYTES]);
        out.begin(Section.WORD_SLOTS);
        for (long slot : slots(words)) {
            out.u64(slot);
        }
    }

    private static long[] slots(List<byte[]> words) {
        long[] slots = new long[Integer.highestOneBit(Math.max(1, words.size())) << 2];
        for (int word = 0; word < words.size(); word++) {
            byte[] form = words.get(word);
            long hash = Hashes.ofWord(Hashes.padded(form), form.length);
            int slot = (int) hash & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = (hash & 0xFFFF_FFFF_0000_0000L) | (word + 1);
        }
        return slots;
    }

    private void writeNodes(KbWriter out) {
        out.begin(Section.NODES);
        for (int node = 0; node <= lexicon.nodes(); node++) {
            out.u32(lexicon.firstChild.get(node));
            out.u32(lexicon.firstName.get(node));
            out.u32(node == lexicon.nodes() ? 0 : lexicon.parent.get(node));
        }
        out.begin(Section.NODE_WORDS);
        for (int node = 0; node < lexicon.nodes(); node++) {
            out.u32(lexicon.word.get(node));
        }
    }

    private void writeHashes(KbWriter out) {
        Longs orders = new Longs();
        Longs segments = new Longs();
        for (int node = 1; node < lexicon.nodes(); node++) {
            tell("hashing names", node, lexicon.nodes());
            if (lexicon.hasNames(node)) {
                List<String> forms = lexicon.forms(node);
                List<String> sorted = Words.sorted(forms);
                if (!sorted.isEmpty()) {
                    orders.add(entry(Hashes.ofTokenOrder(sorted), node));
                }
                for (int hash : Segments.hashes(String.join(" ", forms))) {
                    segments.add(entry(hash, node));
                }
            }
        }
        out.begin(Section.TOKEN_ORDERS);
        orders.sortUnsigned().forEach(out::u64);
        out.begin(Section.SEGMENTS);
        segments.sortUnsigned().forEach(out::u64);
    }

    private void writeAlternatives(KbWriter out) {
        Offsets id = new Offsets();
        out.begin(Section.ALTERNATIVES);
        for (int i = 0; i < alternatives.ids().size(); i++) {
            out.u32(id.before(alternatives.ids().get(i).length));
            out.u32(alternatives.rows()[i]);
        }
        out.u32(id.before(0));
        out.u32(0);
        out.begin(Section.ALTERNATIVE_IDS);
        alternatives.ids().forEach(out::bytes);
    }

    private static long entry(int hash, int node) {
        return (long) hash << 32 | node;
    }

    private void tell(String step, int done, int total) {
        if (done % STRIDE == 0) {
            progress.at(step, done, total);
        }
    }

    private static void count(Map<String, Long> into, String what, long count) {
        if (count > 0) {
            into.put(what, count);
        }
    }
}
