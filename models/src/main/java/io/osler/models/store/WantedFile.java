package io.osler.models.store;

/**
 * One file to be brought, with as much as is known of it beforehand: all of it for a catalogue's file, little for a
 * file of a directory.
 *
 * @param bytes  size, or {@link #BYTES_UNKNOWN}
 * @param sha256 64 lower-case hexadecimal digits, or {@link #SHA256_UNKNOWN}
 */
record WantedFile(String name, long bytes, String sha256) {
    static final long BYTES_UNKNOWN = -1;
    static final String SHA256_UNKNOWN = "";

    WantedFile {
        StoreNames.requireFileName(name);
    }

    static WantedFile of(CatalogFile file) {
        return new WantedFile(file.name(), file.bytes(), file.sha256());
    }

    boolean bytesKnown() {
        return bytes != BYTES_UNKNOWN;
    }

    boolean sha256Known() {
        return !sha256.equals(SHA256_UNKNOWN);
    }
}
