package io.osler.kb.build;

import io.osler.kb.NameKind;
import io.osler.kb.source.FactSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Keeps what sources tell until all have been heard. Ids are numbered as they come. */
final class FactCollector implements FactSink {
    private static final int STRIDE = 1 << 16;

    /**
     * A name as told.
     *
     * @param concept number of its id
     * @param origin  number of its vocabulary
     */
    record ToldName(int concept, String text, NameKind kind, int origin) {}

    /**
     * @param child  number of an id
     * @param parent number of another
     */
    record ToldParent(int child, int parent) {}

    /**
     * @param id    number of an id
     * @param other number of another id of the same concept
     */
    record ToldAlternative(int id, int other) {}

    final List<ToldName> names = new ArrayList<>();
    final List<ToldParent> parents = new ArrayList<>();
    final List<ToldAlternative> alternatives = new ArrayList<>();
    final Map<Integer, TreeSet<String>> types = new HashMap<>();
    final Map<Integer, String> definitions = new HashMap<>();
    final List<String> ids = new ArrayList<>();
    final List<String> origins = new ArrayList<>();
    private final Map<String, Integer> idNumbers = new HashMap<>();
    private final Map<String, Integer> originNumbers = new HashMap<>();
    private final Map<String, String> typeNames = new HashMap<>();
    private final BuildProgress progress;
    private String step = "reading";
    private long facts;

    FactCollector(BuildProgress progress) {
        this.progress = progress;
    }

    /** Says what is read from here on. */
    void hear(String what) {
        step = what;
        facts = 0;
        progress.at(step, 0, -1);
    }

    @Override
    public void name(String id, String text, NameKind kind, String origin) {
        names.add(new ToldName(number(id), wellFormed(text.strip()), kind, originNumber(origin)));
        told();
    }

    @Override
    public void type(String id, String type) {
        String known = typeNames.computeIfAbsent(required(type, "type"), key -> key);
        types.computeIfAbsent(number(id), key -> new TreeSet<>()).add(known);
        told();
    }

    @Override
    public void definition(String id, String text) {
        String told = wellFormed(text.strip());
        if (!told.isEmpty()) {
            definitions.merge(number(id), told, FactCollector::shorter);
        }
        told();
    }

    @Override
    public void parent(String id, String parent) {
        parents.add(new ToldParent(number(id), number(parent)));
        told();
    }

    @Override
    public void alternative(String id, String alternative) {
        alternatives.add(new ToldAlternative(number(id), number(alternative)));
        told();
    }

    private void told() {
        if (++facts % STRIDE == 0) {
            progress.at(step, facts, -1);
        }
    }

    /** The shorter one; of two as long the one that sorts first, so that the order of sources does not matter. */
    private static String shorter(String a, String b) {
        if (a.length() != b.length()) {
            return a.length() < b.length() ? a : b;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    private int number(String id) {
        return idNumbers.computeIfAbsent(required(id, "id"), key -> {
            ids.add(key);
            return ids.size() - 1;
        });
    }

    private int originNumber(String origin) {
        return originNumbers.computeIfAbsent(required(origin, "origin"), key -> {
            origins.add(key);
            return origins.size() - 1;
        });
    }

    private static String required(String value, String what) {
        String stripped = value.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("the %s of a fact is blank, expected a text".formatted(what));
        }
        return wellFormed(stripped);
    }

    /** Half of a surrogate pair has no UTF-8. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
