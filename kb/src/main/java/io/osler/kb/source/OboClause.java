package io.osler.kb.source;

import java.util.regex.Pattern;

/**
 * One {@code tag: value} of an OBO file, read from left to right. Values end before a comment ({@code ! …}) or trailing
 * modifiers ({@code {source="…"}}); escapes are undone. Sources: The OBO Flat File Format Specification, version 1.2
 * (2006), and OBO Flat File Format 1.4 Syntax and Semantics (draft, 2012).
 */
final class OboClause {
    /** Braces belong to a value unless they hold assignments and end it: chemical names are full of braces. */
    private static final Pattern MODIFIERS = Pattern.compile("\\{\\s*(?:[^\\s=]+\\s*=\\s*\\S.*)?}\\s*(?:!.*)?");

    private final LineReader lines;
    private final String line;
    private final String tag;
    private int at;

    private OboClause(LineReader lines, String line, int colon) {
        this.lines = lines;
        this.line = line;
        this.tag = line.substring(0, colon).strip();
        this.at = colon + 1;
    }

    /**
     * @param lines stands on the line, for places in errors
     * @param line  its text, with what a backslash at its end continues
     */
    static OboClause of(LineReader lines, String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw lines.place(0).malformed(Place.excerpt(line), "'tag: value', a '[Stanza]' or a '! comment'");
        }
        return new OboClause(lines, line, colon);
    }

    String tag() {
        return tag;
    }

    /** The rest of the value, without quotes around it. */
    String unquoted() {
        skipWhite();
        StringBuilder value = new StringBuilder();
        int begin = at;
        while (at < line.length() && !endsValue(begin)) {
            value.append(character());
        }
        return value.toString().strip();
    }

    /** The unquoted value, where there must be one. */
    String required() {
        int from = at;
        String value = unquoted();
        if (value.isEmpty()) {
            throw lines.place(from).malformed("nothing after '" + tag + ":'", "a value");
        }
        return value;
    }

    /** The text between quotes that comes next. */
    String quoted() {
        skipWhite();
        if (at >= line.length() || line.charAt(at) != '"') {
            throw lines.place(at).malformed(Place.excerpt(line.substring(at)), "a quoted text after '" + tag + ":'");
        }
        int open = at++;
        StringBuilder value = new StringBuilder();
        while (at < line.length() && line.charAt(at) != '"') {
            value.append(character());
        }
        if (at >= line.length()) {
            throw lines.place(open).malformed("a quotation mark that is never closed", "its end on this line");
        }
        at++;
        return value.toString();
    }

    /** The next word, such as a synonym's scope; empty before references, modifiers, a comment or the end. */
    String word() {
        skipWhite();
        int begin = at;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at)) && "[{!".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(begin, at);
    }

    /** Where reading stands. */
    Place place() {
        return lines.place(Math.min(at, line.length()));
    }

    private char character() {
        char c = line.charAt(at++);
        if (c != '\\' || at == line.length()) {
            return c;
        }
        char escaped = line.charAt(at++);
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'W' -> ' ';
            default -> escaped;
        };
    }

    private boolean endsValue(int begin) {
        char c = line.charAt(at);
        boolean afterWhite = at == begin || Character.isWhitespace(line.charAt(at - 1));
        return afterWhite
                && (c == '!'
                        || (c == '{'
                                && MODIFIERS
                                        .matcher(line)
                                        .region(at, line.length())
                                        .matches()));
    }

    private void skipWhite() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }
}
