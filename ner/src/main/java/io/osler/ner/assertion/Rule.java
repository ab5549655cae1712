package io.osler.ner.assertion;

import java.util.Set;

/** What a phrase means where it stands outside of mentions. */
sealed interface Rule {
    /**
     * A cue.
     *
     * @param wordsMax  how many words it reaches at most, signs not counted; 0 for all of the sentence
     * @param not       labels of mentions it says nothing of, in lower case
     * @param signsOnly whether its phrase has no letter: then it must touch the word it is about
     */
    record Cue(Modifier modifier, Direction direction, int wordsMax, Set<String> not, boolean signsOnly)
            implements Rule {}

    /**
     * Where the reach of cues ends.
     *
     * @param modifiers of these cues
     * @param direction which they reach in
     */
    record End(Set<Modifier> modifiers, Direction direction) implements Rule {}

    /** Looks like a cue and is none. */
    record Pseudo() implements Rule {}

    /** On which side of a cue its mentions stand. */
    enum Direction {
        FORWARD,
        BACKWARD,
        BOTH;

        /** Whether this is the way, or one of two. */
        boolean holds(Direction way) {
            return this == way || this == BOTH;
        }
    }
}
