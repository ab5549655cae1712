package io.osler.engine;

/** What a listener hears while a text is generated, on the engine's thread: it should not linger. */
public sealed interface GenerationEvent {
    /**
     * More text. Pieces joined are the generation's text: characters spread over tokens wait until they are whole, and
     * text that may turn out to begin a stop string waits until it has not.
     */
    record Piece(String text) implements GenerationEvent {}

    /** The end. */
    record Finished(Generation generation) implements GenerationEvent {}
}
