package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;

/**
 * What one reading of a source tells: hands the facts on that are worth it and counts what was taken and left. Keeps the
 * ids it has named, some 20 bytes each. For one thread.
 */
final class Telling {
    /** Ids are compared and kept; no vocabulary has any of this length. */
    private static final int ID_LENGTH_MAX = 1000;

    private static final Pattern WHITE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final String source;
    private final FactSink facts;
    private final BytesRefHash named = new BytesRefHash();
    private final Map<String, Long> left = new TreeMap<>();
    private long names;

    Telling(String source, FactSink facts) {
        this.source = source;
        this.facts = facts;
    }

    /** Says that a row or stanza of its own begins for this id: one that was there before is merged, and counted. */
    void begin(String id) {
        if (isNamed(id)) {
            leave("duplicate id, merged");
        }
    }

    /** Whether a name of this id was taken. */
    boolean isNamed(String id) {
        return id.length() <= ID_LENGTH_MAX && named.find(new BytesRef(id)) >= 0;
    }

    /** Tells a name of this source, unless nobody could ever find it in a text. */
    void name(String id, String text, NameKind kind) {
        name(id, text, kind, source);
    }

    void name(String id, String text, NameKind kind, String origin) {
        String clean = onOneLine(text);
        if (clean.isEmpty()) {
            leave("empty name");
        } else if (!hasLetterOrDigit(clean)) {
            leave("name without letter or digit");
        } else if (id.length() > ID_LENGTH_MAX) {
            leave("id longer than %,d characters".formatted(ID_LENGTH_MAX));
        } else {
            named.add(new BytesRef(id));
            names++;
            facts.name(id, clean, kind, origin);
        }
    }

    void type(String id, String type) {
        if (!type.isBlank()) {
            facts.type(id, type.strip());
        }
    }

    void definition(String id, String text) {
        String clean = onOneLine(text);
        if (!clean.isEmpty()) {
            facts.definition(id, clean);
        }
    }

    void parent(String id, String parent) {
        facts.parent(id, parent);
    }

    /** Tells another id of a concept; none, and the concept's own, say nothing. */
    void alternative(String id, String alternative) {
        String clean = onOneLine(alternative);
        if (clean.length() > ID_LENGTH_MAX) {
            leave("id longer than %,d characters".formatted(ID_LENGTH_MAX));
        } else if (!clean.isEmpty() && !clean.equals(id)) {
            facts.alternative(id, clean);
        }
    }

    void leave(String reason) {
        leave(reason, 1);
    }

    void leave(String reason, long count) {
        if (count > 0) {
            left.merge(reason, count, Long::sum);
        }
    }

    SourceReport report() {
        return new SourceReport(source, named.size(), names, left);
    }

    private static String onOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return WHITE.matcher(text).replaceAll(" ").strip();
            }
        }
        return text.strip();
    }

    private static boolean hasLetterOrDigit(String text) {
        int at = 0;
        while (at < text.length() && !Character.isLetterOrDigit(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at < text.length();
    }
}
