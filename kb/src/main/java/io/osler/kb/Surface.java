package io.osler.kb;

/**
 * A piece of a text where the words of a name stand.
 *
 * @param begin in UTF-16 units of the text
 * @param end   in UTF-16 units, exclusive
 */
record Surface(String text, int begin, int end) {
    String written() {
        return text.substring(begin, end);
    }

    /** Whether this is the name in its own capitals, or its plural in a small s. */
    boolean keepsCapitals(String name) {
        int length = end - begin;
        boolean plural = length == name.length() + 1 && text.charAt(end - 1) == 's';
        return (plural || length == name.length()) && text.startsWith(name, begin);
    }

    /** Whether a neighbouring word is in capitals too, as in a title, so that capitals say nothing. */
    boolean isAmongCapitals() {
        int left = begin;
        while (left > 0 && text.charAt(left - 1) == ' ') {
            left--;
        }
        int right = end;
        while (right < text.length() && text.charAt(right) == ' ') {
            right++;
        }
        return (left >= 2 && isCapital(left - 1) && isCapital(left - 2))
                || (right + 1 < text.length() && isCapital(right) && isCapital(right + 1));
    }

    private boolean isCapital(int at) {
        return Character.isUpperCase(text.charAt(at));
    }
}
