package io.osler.kb.source;

import io.osler.kb.KbException;

/**
 * Where in a vocabulary's file something stands.
 *
 * @param file   its path as it was given
 * @param line   from 1
 * @param column from 1, in UTF-16 units; 0 when the whole line is meant
 */
record Place(String file, long line, long column) {
    private static final int EXCERPT_MAX = 60;

    KbException malformed(String found, String expected) {
        return malformed(found, expected, null);
    }

    KbException malformed(String found, String expected, Throwable cause) {
        return new KbException(
                KbException.Code.SOURCE_MALFORMED, toString(), "found " + found + ", expected " + expected, cause);
    }

    /** A piece of the file, short enough for a message and without characters that would break it. */
    static String excerpt(String text) {
        String shown = text.length() <= EXCERPT_MAX ? text : text.substring(0, EXCERPT_MAX) + "…";
        StringBuilder plain = new StringBuilder("'");
        shown.chars().forEach(c -> plain.append(Character.isISOControl(c) ? ' ' : (char) c));
        return plain.append('\'').toString();
    }

    @Override
    public String toString() {
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
