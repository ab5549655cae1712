package io.osler.ner.cli;

import java.util.function.Supplier;

/** What was asked for cannot be meant: exit 2. The message says what would be right. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }

    private UsageException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }

    /** Runs what judges a user's words: its complaints are about the usage, not about us. */
    static <T> T when(Supplier<T> parsing) {
        try {
            return parsing.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }
}
