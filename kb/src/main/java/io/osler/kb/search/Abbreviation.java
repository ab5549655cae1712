package io.osler.kb.search;

/**
 * A short form and the long form that a text gives for it, as half-open ranges in UTF-16 units of the text.
 */
public record Abbreviation(int shortBegin, int shortEnd, int longBegin, int longEnd) {
    public String shortForm(String text) {
        return text.substring(shortBegin, shortEnd);
    }

    public String longForm(String text) {
        return text.substring(longBegin, longEnd);
    }
}
