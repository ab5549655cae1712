package io.osler.ner.assertion;

/**
 * A cue of one sentence and the words it reaches.
 *
 * <pre>
 * She denies  any chest pain or fever , but has a cough .
 *     |cue  | |-- its words -------|   |end
 * </pre>
 *
 * @param cue   what it says
 * @param words the cue itself as it stands there, for people
 * @param cueBegin index of its first word; -1 for one of the sentence before that leads in a list
 * @param cueEnd after its last
 * @param begin first word it reaches
 * @param end   after the last
 */
record CueScope(Rule.Cue cue, String words, int cueBegin, int cueEnd, int begin, int end) {
    /** Whether a mention of these words is reached. One that begins with the cue is, one that has it inside is not. */
    boolean reaches(WordRange mention) {
        return mention.begin() == cueBegin
                ? cue.direction() != Rule.Direction.BACKWARD
                : begin <= mention.begin() && mention.begin() < end;
    }

    /** Words between the cue and a mention. */
    int distance(WordRange mention) {
        if (mention.begin() >= cueEnd) {
            return mention.begin() - cueEnd;
        }
        return Math.max(0, cueBegin - mention.end());
    }

    /** Whether it reaches what comes behind its sentence, if that goes on with a list. */
    boolean leadsOn(int sentenceEnd) {
        return cue.direction() != Rule.Direction.BACKWARD && end >= sentenceEnd;
    }

    /** The same cue before a sentence of {@code length} words. */
    CueScope leading(int length) {
        return new CueScope(cue, words, -1, 0, 0, length);
    }

    /**
     * Half-open, in words of a sentence.
     *
     * @param begin first
     * @param end   after the last
     */
    record WordRange(int begin, int end) {}
}
