package io.osler.models.store;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which names may become files and directories of the store. All names from outside pass through here. */
final class StoreNames {
    static final String MANIFEST = "manifest.json";

    static final Pattern HUB_REFERENCE = Pattern.compile(
            "hub:(?<repo>[^/@]+/[^/@]+)(@(?<revision>[A-Za-z0-9][A-Za-z0-9._-]*))?(/(?<file>.+\\.(?i:gguf)))?");

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,199}");
    private static final int FILE_NAME_CHARS_MAX = 400;

    private StoreNames() {}

    /** The id itself, when it can name a directory of the store. */
    static String requireId(String id) {
        if (id == null || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "model id is '%s', expected lower-case letters, digits, '.', '_' and '-', such as gemma3-270m"
                            .formatted(id));
        }
        return id;
    }

    /** The name itself, when it stays inside the directory it is resolved against. */
    static String requireFileName(String name) {
        if (!isFileName(name)) {
            throw new IllegalArgumentException(
                    "file name is '%s', expected a relative name that stays inside the model's directory"
                            .formatted(name));
        }
        return name;
    }

    static boolean isFileName(String name) {
        if (name == null || name.isEmpty() || name.length() > FILE_NAME_CHARS_MAX || name.equals(MANIFEST)) {
            return false;
        }
        // A backslash or a colon is harmless on one system and a way out of the directory on another.
        if (name.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f)) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** {@code directory/name}, checked once more: what is resolved must lie below the directory. */
    static Path resolve(Path directory, String name) {
        Path base = directory.toAbsolutePath().normalize();
        Path file = base.resolve(requireFileName(name)).normalize();
        if (!file.startsWith(base) || file.equals(base)) {
            throw new IllegalArgumentException("file name '%s' leaves %s".formatted(name, base));
        }
        return file;
    }
}
