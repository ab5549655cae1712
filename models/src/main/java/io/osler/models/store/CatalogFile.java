package io.osler.models.store;

import java.util.Locale;

/**
 * One file of a model, with what proves that it is the right one.
 *
 * @param name   relative to the model's directory, with {@code /} between parts; never absolute, never with {@code ..}
 * @param bytes  size of the file
 * @param sha256 of the whole file, 64 lower-case hexadecimal digits
 */
public record CatalogFile(String name, long bytes, String sha256) {
    public CatalogFile {
        StoreNames.requireFileName(name);
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes of %s is %d, expected at least 0".formatted(name, bytes));
        }
        if (sha256 == null || !Sha256.isSha256(sha256.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "sha256 of %s is '%s', expected 64 hexadecimal digits".formatted(name, sha256));
        }
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }
}
