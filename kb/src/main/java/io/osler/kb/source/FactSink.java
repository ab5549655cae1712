package io.osler.kb.source;

import io.osler.kb.NameKind;

/**
 * Takes what vocabularies state, one fact at a time and in any order: a concept is the sum of the facts under its id,
 * whichever source or file they come from. A concept that never gets a name is dropped and counted.
 */
public interface FactSink {
    /**
     * @param origin the vocabulary that states the name
     */
    void name(String id, String text, NameKind kind, String origin);

    void type(String id, String type);

    void definition(String id, String text);

    /** The parent may never appear: it is dropped and counted then. */
    void parent(String id, String parent);

    /**
     * Another id of the same concept: an older one, or one of a thing that was merged into it. The concept may itself be
     * known by another id only; where that leads to none, or to several, the alternative is dropped and counted.
     */
    void alternative(String id, String alternative);
}
