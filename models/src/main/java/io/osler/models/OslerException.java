package io.osler.models;

/**
 * Something in the world is not as it must be: a file, a checksum, a device, a network. Root of {@code ModelException},
 * {@code EngineException} and {@code NerException}, one for each module that sees this one.
 *
 * <p>The message reads {@code CODE: place: what was found, what was expected, what to do next}. It never quotes a note's
 * text: in this domain the text is a patient. Callers' mistakes are {@link IllegalArgumentException}s instead.
 */
public abstract class OslerException extends RuntimeException {
    private final String place;

    protected OslerException(Enum<?> code, String place, String message, Throwable cause) {
        super(code + ": " + place + ": " + message, cause);
        this.place = place;
    }

    /** The module's own code, an enum constant, so that failures can be counted by kind. */
    public abstract Enum<?> code();

    /** The file, tensor, device or option that is wrong. */
    public final String place() {
        return place;
    }
}
